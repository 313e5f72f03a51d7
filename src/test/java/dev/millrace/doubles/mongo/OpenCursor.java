package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A result that is handed out in batches. The documents are those found when it was opened. */
final class OpenCursor {
    final String namespace;
    private final List<byte[]> documents;
    private final UnaryOperator<byte[]> projection;
    private final boolean knowsItsEnd;
    private int position;
    private boolean ended;
    private long usedNanos = System.nanoTime();

    /** @param knowsItsEnd a limit was reached: the cursor closes with its last document, else only when asked for more */
    OpenCursor(String namespace, List<byte[]> documents, UnaryOperator<byte[]> projection, boolean knowsItsEnd) {
        this.namespace = namespace;
        this.documents = documents;
        this.projection = projection;
        this.knowsItsEnd = knowsItsEnd;
    }

    /** @param maxBytes the server closes a batch before it would pass this, however many documents were asked for */
    List<byte[]> next(long maxDocuments, int maxBytes) {
        usedNanos = System.nanoTime();
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < maxDocuments) {
            if (position == documents.size()) {
                ended = true;
                break;
            }
            byte[] document = projection.apply(documents.get(position));
            bytes += document.length;
            if (!batch.isEmpty() && bytes > maxBytes) {
                break;
            }
            batch.add(document);
            position++;
        }
        ended |= knowsItsEnd && position == documents.size();
        return batch;
    }

    boolean isIdleFor(Duration time) {
        return System.nanoTime() - usedNanos > time.toNanos();
    }

    boolean hasEnded() {
        return ended;
    }
}
