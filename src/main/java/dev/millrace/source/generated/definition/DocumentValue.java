package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import java.util.Map;

/** A document of named values, the whole one or one inside, or an array whose names are its places. */
final class DocumentValue implements Value {

    private final int type;
    private final byte[][] names;
    private final Value[] values;

    DocumentValue(int type, Map<String, Value> fields) {
        this.type = type;
        names = fields.keySet().stream().map(BsonAppender::name).toArray(byte[][]::new);
        values = fields.values().toArray(Value[]::new);
    }

    /** Writes the document as it stands, without type and name. */
    void writeWhole(Row row) {
        int start = row.out.begin();
        for (int i = 0; i < values.length; i++) {
            values[i].write(row, names[i]);
        }
        row.out.end(start);
    }

    @Override
    public void write(Row row, byte[] name) {
        row.out.element(type, name);
        writeWhole(row);
    }
}
