package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import java.util.List;
import java.util.Map;

/** A document of named values, the whole one or one inside, or an array whose names are its places. */
final class DocumentValue implements Value {

    private final int type;
    private final List<String> fields;
    private final byte[][] names;
    private final Value[] values;

    DocumentValue(int type, Map<String, Value> values) {
        this.type = type;
        this.fields = List.copyOf(values.keySet());
        this.names = fields.stream().map(BsonAppender::name).toArray(byte[][]::new);
        this.values = values.values().toArray(Value[]::new);
    }

    List<String> names() {
        return fields;
    }

    /** The place of one of its fields. */
    int place(String field, Spec from) {
        int place = fields.indexOf(field);
        if (place < 0) {
            throw from.wrong(
                    "names the field '" + field + "', which is not there; possible are " + String.join(", ", fields));
        }
        return place;
    }

    /** Writes the document as it stands, without type and name. */
    void writeWhole(Row row) {
        int start = row.out.begin();
        writeFields(row);
        row.out.end(start);
    }

    /** Writes the fields alone. */
    void writeFields(Row row) {
        for (int i = 0; i < values.length; i++) {
            values[i].write(row, names[i]);
        }
    }

    /** Writes one field. */
    void writeField(Row row, int place) {
        values[place].write(row, names[place]);
    }

    /** Writes the first fields, and notes in the row where each of them starts and where the last one ends. */
    void writeFirst(Row row, int count) {
        if (row.starts.length <= count) {
            row.starts = new int[count + 1];
        }
        for (int i = 0; i < count; i++) {
            row.starts[i] = row.out.length();
            values[i].write(row, names[i]);
        }
        row.starts[count] = row.out.length();
    }

    @Override
    public void write(Row row, byte[] name) {
        row.out.element(type, name);
        writeWhole(row);
    }
}
