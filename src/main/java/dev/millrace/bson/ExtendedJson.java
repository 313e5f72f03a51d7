package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;

/**
 * Writes BSON as MongoDB Extended JSON v2, straight from the bytes. Source: the specification extended-json in
 * github.com/mongodb/specifications.
 *
 * <p>The text is that of the Java driver's {@code JsonWriter}, except that: characters outside ASCII, and DEL, stand as
 * they are (the driver escapes emoji, U+2028 and others); a fraction of a second has three digits (the driver cuts
 * zeros); a DBPointer is {@code {"$dbPointer": …}} in relaxed mode too; and decimals that are not canonical are zero, see
 * {@link DecimalText}. Duplicate names are kept, in their order.
 *
 * <p>Each method either writes a whole value or throws a {@code MillraceException} of kind DATA (corrupt BSON, or text
 * that is not UTF-8) and leaves the buffer as it was. Reused, and not shared between threads; allocates nothing a value.
 */
public final class ExtendedJson {

    private final BsonCursor cursor = new BsonCursor();
    private final ScalarJson scalars;

    public ExtendedJson(JsonMode mode) {
        scalars = new ScalarJson(mode);
    }

    /** Writes the document that fills `length` bytes from `offset`. */
    public void writeDocument(byte[] bson, int offset, int length, JsonBuffer out) {
        writeValue(TypeByte.DOCUMENT, bson, offset, length, out);
    }

    /** Writes the element that a cursor stands on; the cursor does not move. */
    public void writeValue(BsonCursor element, JsonBuffer out) {
        writeValue(element.type(), element.bytes(), element.valueOffset(), element.valueLength(), out);
    }

    /** Writes the value of a type that fills `length` bytes from `offset`, its own length fields included. */
    public void writeValue(byte type, byte[] bson, int offset, int length, JsonBuffer out) {
        int before = out.length();
        boolean whole = false;
        try {
            cursor.openValue(type, bson, offset, length);
            write(out);
            whole = true;
        } finally {
            if (!whole) {
                out.truncate(before);
            }
        }
    }

    private void write(JsonBuffer out) {
        value(out);
        while (cursor.depth() > 0) {
            if (!cursor.next()) {
                end(out);
                continue;
            }
            if (cursor.container() == TypeByte.ARRAY) {
                out.element();
            } else {
                out.name(cursor.bytes(), cursor.nameOffset(), cursor.nameLength(), cursor.origin());
            }
            value(out);
        }
    }

    @AlwaysInline("called for each field")
    private void value(JsonBuffer out) {
        switch (cursor.type()) {
            case TypeByte.DOCUMENT -> {
                out.startObject();
                cursor.enter();
            }
            case TypeByte.ARRAY -> {
                out.startArray();
                cursor.enter();
            }
            case TypeByte.CODE_WITH_SCOPE -> {
                scalars.code(cursor, out);
                out.piece(ScalarJson.SCOPE);
                out.startObject();
                cursor.enter();
            }
            default -> scalars.write(cursor, out);
        }
    }

    private void end(JsonBuffer out) {
        switch (cursor.container()) {
            case TypeByte.ARRAY -> out.endArray();
            case TypeByte.CODE_WITH_SCOPE -> {
                out.endObject();
                out.endObject();
            }
            default -> out.endObject();
        }
        cursor.leave();
    }
}
