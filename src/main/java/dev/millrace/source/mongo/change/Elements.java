package dev.millrace.source.mongo.change;

import dev.millrace.bson.BsonCursor;
import java.io.ByteArrayOutputStream;
import org.bson.RawBsonDocument;

/** Puts elements of other documents, byte for byte, into a new one. */
final class Elements {

    private static final int LENGTH_BYTES = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);

    Elements() {
        bytes.writeBytes(new byte[LENGTH_BYTES]);
    }

    boolean isEmpty() {
        return bytes.size() == LENGTH_BYTES;
    }

    /** Appends the element that the cursor is at: type, name and value. */
    void add(BsonCursor element) {
        int start = element.nameOffset() - 1;
        bytes.write(element.bytes(), start, element.valueOffset() + element.valueLength() - start);
    }

    RawBsonDocument document() {
        bytes.write(0);
        byte[] document = bytes.toByteArray();
        for (int i = 0; i < LENGTH_BYTES; i++) {
            document[i] = (byte) (document.length >>> (8 * i));
        }
        return new RawBsonDocument(document);
    }
}
