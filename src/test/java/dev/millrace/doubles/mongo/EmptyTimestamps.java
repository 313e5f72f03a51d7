package dev.millrace.doubles.mongo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bson.BsonType;

/**
 * Puts the cluster time in the place of each {@code Timestamp(0, 0)} in a top-level field but {@code _id}, as the server
 * does with documents that are inserted or replaced. Source: the manual on BSON types; SERVER-88750.
 */
final class EmptyTimestamps {
    private static final int VALUE_BYTES = 8;

    private EmptyTimestamps() {}

    static byte[] filled(byte[] document, LogicalClock clock) {
        if (!mayHold(document)) {
            return document;
        }
        byte[] filled = document;
        int at = 4;
        for (RawElement element : RawElement.of(document)) {
            int end = at + element.bytes().length;
            int value = end - VALUE_BYTES;
            boolean empty = document[at] == BsonType.TIMESTAMP.getValue()
                    && !element.name().equals("_id")
                    && ByteBuffer.wrap(document, value, VALUE_BYTES).getLong() == 0;
            if (empty) {
                filled = filled == document ? document.clone() : filled;
                ByteBuffer.wrap(filled, value, VALUE_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(clock.tick().getValue());
            }
            at = end;
        }
        return filled;
    }

    /** Walking every document would make the double slow. */
    private static boolean mayHold(byte[] document) {
        for (byte each : document) {
            if (each == BsonType.TIMESTAMP.getValue()) {
                return true;
            }
        }
        return false;
    }
}
