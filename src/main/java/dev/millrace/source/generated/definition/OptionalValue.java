package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;

/**
 * A value that is not always there: `$when` (missing where the expression is 0), `$missing` and `$nulls`
 * (probabilities).
 *
 * @param slot where the value keeps its number, which is 0 while it is not there; -1 where it has none
 */
record OptionalValue(Value value, int slot, NumberSource when, double missing, double nulls) implements Value {

    @Override
    public void write(Row row, byte[] name) {
        if (slot >= 0) {
            row.numbers[slot] = 0;
        }
        if (when.next(row) == 0 || (missing > 0 && row.random.chance(missing))) {
            return;
        }
        if (nulls > 0 && row.random.chance(nulls)) {
            row.out.element(BsonTypeByte.NULL, name);
        } else {
            value.write(row, name);
        }
    }
}
