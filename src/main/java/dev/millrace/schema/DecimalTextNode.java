package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.DecimalText;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.LittleEndian;
import dev.millrace.bson.TypeByte;

/** A column of decimal128 as text, integers among them. */
final class DecimalTextNode extends ScalarNode {

    private final JsonBuffer text = new JsonBuffer(64);
    private long widened;

    DecimalTextNode(int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
    }

    @Override
    boolean fits(BsonCursor value) {
        return switch (value.type()) {
            case TypeByte.DECIMAL128, TypeByte.INT32, TypeByte.INT64 -> true;
            default -> false;
        };
    }

    @Override
    void write(BsonCursor value, int repetition) {
        text.clear();
        switch (value.type()) {
            case TypeByte.INT32 -> integer(value.int32());
            case TypeByte.INT64 -> integer(value.int64());
            default ->
                DecimalText.write(LittleEndian.int64(value.bytes(), value.valueOffset() + 8), value.int64(), text);
        }
        target.writeBytes(text.bytes(), 0, text.length(), repetition);
    }

    private void integer(long value) {
        text.integer(value);
        widened++;
    }

    @Override
    long widened() {
        return widened;
    }
}
