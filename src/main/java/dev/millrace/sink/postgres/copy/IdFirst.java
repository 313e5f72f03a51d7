package dev.millrace.sink.postgres.copy;

import dev.millrace.bson.BsonCursor;

/** Moves `_id` to the front of a document, where MongoDB keeps it: rows of child tables need it before all else. */
final class IdFirst {

    private static final int HEADER = 4;

    private final BsonCursor cursor = new BsonCursor();
    private byte[] ordered = {};
    private int idStart;
    private int idEnd;

    /** Whether there is an `_id`, and not in front. */
    boolean isNeeded(byte[] bytes, int offset, int length) {
        cursor.open(bytes, offset, length);
        int start = offset + HEADER;
        while (cursor.next()) {
            int end = cursor.valueOffset() + cursor.valueLength();
            int name = cursor.nameOffset();
            if (cursor.nameLength() == 3 && bytes[name] == '_' && bytes[name + 1] == 'i' && bytes[name + 2] == 'd') {
                idStart = start;
                idEnd = end;
                return start > offset + HEADER;
            }
            start = end;
        }
        return false;
    }

    /** The document that {@link #isNeeded} looked at, in order, from the start of an array that is used again. */
    byte[] order(byte[] bytes, int offset, int length) {
        if (ordered.length < length) {
            ordered = new byte[length];
        }
        System.arraycopy(bytes, offset, ordered, 0, HEADER);
        System.arraycopy(bytes, idStart, ordered, HEADER, idEnd - idStart);
        System.arraycopy(bytes, offset + HEADER, ordered, HEADER + idEnd - idStart, idStart - offset - HEADER);
        System.arraycopy(bytes, idEnd, ordered, idEnd - offset, offset + length - idEnd);
        return ordered;
    }
}
