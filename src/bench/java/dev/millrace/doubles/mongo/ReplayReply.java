package dev.millrace.doubles.mongo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Writes a batch as one OP_MSG (mongodb.com/docs/manual/reference/mongodb-wire-protocol): the documents leave from where they
 * are, between a head and a tail of some bytes. One for each connection.
 */
final class ReplayReply {

    private static final int OP_MSG = 2013;
    private static final int MAX_BATCH_BYTES = 16 << 20;

    private final ReplayDocuments documents;
    private final ByteBuffer head = buffer();
    private final ByteBuffer tail = buffer();

    ReplayReply(ReplayDocuments documents) {
        this.documents = documents;
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(512).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes the next documents of the cursor and moves it on.
     *
     * @param id of the cursor, which is told as long as it has not ended
     * @return whether it has ended
     */
    boolean write(GatheringByteChannel out, int requestId, String field, ReplayCursor cursor, long id, int most)
            throws IOException {
        int count = count(cursor, Math.min(cursor.left, most));
        ByteBuffer[] parts = parts(cursor, count);
        long elements = 0;
        for (int i = 1; i < parts.length - 1; i++) {
            elements += parts[i].remaining();
        }
        cursor.advance(count);
        boolean ended = cursor.left == 0 && (cursor.knowsItsEnd || count < most);
        fill(requestId, field, Math.toIntExact(elements), ended ? 0 : id, cursor.namespace);
        send(out, parts);
        return ended;
    }

    /** How many documents the server's limit lets through. */
    private int count(ReplayCursor cursor, int most) {
        if (cursor.step == 1 && most > 0) {
            return documents.within(cursor.next, cursor.next + most, MAX_BATCH_BYTES) - cursor.next;
        }
        long bytes = 0;
        for (int i = 0; i < most; i++) {
            bytes += documents.elements(cursor.next + i * cursor.step).remaining();
            if (i > 0 && bytes > MAX_BATCH_BYTES) {
                return i;
            }
        }
        return most;
    }

    private ByteBuffer[] parts(ReplayCursor cursor, int count) {
        if (cursor.step == 1) {
            return new ByteBuffer[] {head, documents.elements(cursor.next, cursor.next + count), tail};
        }
        ByteBuffer[] parts = new ByteBuffer[count + 2];
        parts[0] = head;
        parts[count + 1] = tail;
        for (int i = 0; i < count; i++) {
            parts[i + 1] = documents.elements(cursor.next + i * cursor.step);
        }
        return parts;
    }

    private void fill(int requestId, String field, int elements, long id, String namespace) {
        tail.clear();
        tail.put((byte) 0);
        element(tail, 18, "id").putLong(id);
        byte[] name = (namespace + '\0').getBytes(StandardCharsets.UTF_8);
        element(tail, 2, "ns").putInt(name.length).put(name).put((byte) 0);
        int cursorEnd = tail.position();
        element(tail, 1, "ok").putDouble(1).put((byte) 0);
        tail.flip();

        head.clear();
        head.putInt(0).putInt(requestId + 1_000_000).putInt(requestId).putInt(OP_MSG);
        head.putInt(0).put((byte) 0);
        int body = head.position();
        head.putInt(0);
        element(head, 3, "cursor");
        int cursor = head.position();
        head.putInt(0);
        element(head, 4, field);
        int array = head.position();
        head.putInt(0).flip();
        int end = head.limit() + elements;
        head.putInt(array, end + 1 - array);
        head.putInt(cursor, end + cursorEnd - cursor);
        head.putInt(body, end + tail.limit() - body);
        head.putInt(0, end + tail.limit());
    }

    private static ByteBuffer element(ByteBuffer out, int type, String name) {
        return out.put((byte) type)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put((byte) 0);
    }

    private static void send(GatheringByteChannel out, ByteBuffer[] parts) throws IOException {
        ByteBuffer last = parts[parts.length - 1];
        while (last.hasRemaining()) {
            if (out.write(parts) < 0) {
                throw new IOException("connection closed");
            }
        }
    }
}
