package dev.millrace.sink.mongo;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bson.RawBsonDocument;

/** Finds empty timestamps in top-level fields. Used by one thread at a time. */
final class EmptyTimestampScan {

    private static final int VALUE_BYTES = 8;

    private final BsonCursor cursor = new BsonCursor();

    boolean finds(DocumentBatch batch, int index) {
        try {
            cursor.open(batch, index);
            return next() >= 0;
        } catch (MillraceException corrupt) {
            // The server will say so; whatever it holds, it cannot be stored.
            return false;
        }
    }

    /** Where the next one begins; -1 at the end. */
    private int next() {
        while (cursor.next()) {
            if (cursor.type() == TypeByte.TIMESTAMP && isEmpty(cursor.bytes(), cursor.valueOffset()) && !isId()) {
                return cursor.valueOffset();
            }
        }
        return -1;
    }

    private static boolean isEmpty(byte[] bytes, int offset) {
        for (int i = 0; i < VALUE_BYTES; i++) {
            if (bytes[offset + i] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isId() {
        byte[] bytes = cursor.bytes();
        int name = cursor.nameOffset();
        return cursor.nameLength() == 3 && bytes[name] == '_' && bytes[name + 1] == 'i' && bytes[name + 2] == 'd';
    }

    /** Whether the target's document is ours but for the times that a server put in the place of empty timestamps. */
    static boolean isStoredAs(RawBsonDocument ours, RawBsonDocument stored) {
        ByteBuffer bytes = ours.getByteBuffer().asNIO();
        ByteBuffer theirs = stored.getByteBuffer().asNIO();
        if (bytes.remaining() != theirs.remaining()) {
            return false;
        }
        byte[] emptied = new byte[theirs.remaining()];
        theirs.get(emptied);
        EmptyTimestampScan scan = new EmptyTimestampScan();
        int origin = bytes.arrayOffset() + bytes.position();
        scan.cursor.open(bytes.array(), origin, bytes.remaining());
        for (int at = scan.next(); at >= 0; at = scan.next()) {
            Arrays.fill(emptied, at - origin, at - origin + VALUE_BYTES, (byte) 0);
        }
        return RawDocument.isStoredAs(ours, new RawBsonDocument(emptied));
    }
}
