package dev.millrace.source.generated.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of some constants, `$pick`: evenly from a list, by weight from a map. As a number it is its place, from 0. */
final class PickValue implements Value {

    private final Constant[] values;
    private final Weights weights;
    private final int slot;
    private final int text;

    private PickValue(Spec spec, List<Constant> values, List<Double> weights, Slots slots) {
        this.values = values.toArray(Constant[]::new);
        this.weights = new Weights(spec, weights);
        this.slot = slots.number(spec, 0);
        this.text = slots.text(spec);
    }

    static PickValue of(Spec spec, Slots slots) {
        List<Constant> values = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        if (spec.node() instanceof Map<?, ?> map) {
            map.forEach((value, weight) -> {
                values.add(Constant.of(new Spec(spec.origin(), spec.path(), value)));
                weights.add(
                        new Spec(spec.origin(), spec.path(), weight).number().doubleValue());
            });
        } else {
            spec.list().forEach(value -> {
                values.add(Constant.of(value));
                weights.add(1.0);
            });
        }
        return new PickValue(spec, values, weights, slots);
    }

    @Override
    public void write(Row row, byte[] name) {
        int place = weights.pick(row.random);
        Constant value = values[place];
        value.write(row, name);
        row.number(slot, place);
        if (value.isText()) {
            row.text(text, row.out.length() - 1 - value.textLength(), value.textLength());
        }
    }
}
