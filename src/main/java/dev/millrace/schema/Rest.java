package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.FaithfulJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.bson.TypeByte;

/** Collects what of one document has no column or does not fit it, as the text of {@code _rest}. */
final class Rest {

    private static final int WRAPPER = 4 + 2 + 1;

    private final RestPath path = new RestPath();
    private final FaithfulJson faithful = new FaithfulJson(JsonMode.CANONICAL);
    private final ExtendedJson json = new ExtendedJson(JsonMode.CANONICAL);
    private final JsonTexts texts;
    private final ColumnTarget target;
    private JsonBuffer text;
    private long values;

    Rest(JsonTexts texts, ColumnTarget target) {
        this.texts = texts;
        this.target = target;
        text = texts.create();
    }

    /** Where the walk through the document is; kept up to date by those who walk. */
    RestPath path() {
        return path;
    }

    /** How many values were put so far, over all rows. */
    long values() {
        return values;
    }

    /**
     * Puts the field that the cursor stands on.
     *
     * @param occurrence how often its name has come, 1 at the first time
     */
    void putField(BsonCursor field, int occurrence) {
        path.enterField(field.nameOffset(), field.nameLength());
        put(field, occurrence);
        path.leave();
    }

    /** Puts the value that the cursor stands on, to which the path leads. */
    void putHere(BsonCursor value) {
        put(value, 1);
    }

    private void put(BsonCursor value, int occurrence) {
        values++;
        if (text.length() == 0) {
            text.startObject();
        }
        int before = text.length();
        name(value, occurrence, false);
        if (!faithful.write(value, text)) {
            text.truncate(before);
            name(value, occurrence, true);
            byte[] wrapped = wrap(value);
            json.writeValue(TypeByte.BINARY, wrapped, 0, wrapped.length, text);
        }
    }

    private void name(BsonCursor value, int occurrence, boolean raw) {
        path.write(value.bytes(), occurrence, raw);
        text.name(path.text(), 0, path.length());
    }

    /** The value of a BSON binary that holds a document that holds the value under the empty name. */
    private static byte[] wrap(BsonCursor value) {
        int documentLength = WRAPPER + value.valueLength();
        byte[] binary = new byte[5 + documentLength];
        putInt32(binary, 0, documentLength);
        putInt32(binary, 5, documentLength);
        binary[9] = value.type();
        System.arraycopy(value.bytes(), value.valueOffset(), binary, 11, value.valueLength());
        return binary;
    }

    private static void putInt32(byte[] bytes, int offset, int value) {
        for (int i = 0; i < 4; i++) {
            bytes[offset + i] = (byte) (value >>> (8 * i));
        }
    }

    /** Ends the row. */
    void flush() {
        if (text.length() == 0) {
            target.writeNull(0, 0);
        } else {
            text.endObject();
            target.writeBytes(text.bytes(), 0, text.length(), 0);
        }
        drop(values);
    }

    /** Forgets the row, and goes back to the count of values before it. */
    void drop(long valuesBefore) {
        text.clear();
        text = texts.spared(text);
        path.clear();
        values = valuesBefore;
    }
}
