package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;

/** True with a probability, `$bool`. As a number it is 1 or 0. */
record BooleanValue(double probability, int slot) implements Value {

    @Override
    public void write(Row row, byte[] name) {
        int value = row.random.chance(probability) ? 1 : 0;
        row.number(slot, value);
        row.out.element(BsonTypeByte.BOOLEAN, name);
        row.out.int8(value);
    }
}
