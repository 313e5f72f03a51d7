package dev.millrace.source.generated.definition;

import java.util.List;

/** One of some values: `$choose` by the number that an expression gives, from 0. */
final class ChoiceValue implements Value {

    private final NumberSource by;
    private final Value[] values;

    ChoiceValue(NumberSource by, List<Value> values) {
        this.by = by;
        this.values = values.toArray(Value[]::new);
    }

    @Override
    public void write(Row row, byte[] name) {
        long place = Decimals.rescale(by.next(row), by.scale(), 0);
        values[Math.clamp(place, 0, values.length - 1)].write(row, name);
    }

    /** One by weight, `$oneOf`. */
    record Weighted(Weights weights, List<Value> values) implements Value {
        @Override
        public void write(Row row, byte[] name) {
            values.get(weights.pick(row.random)).write(row, name);
        }
    }
}
