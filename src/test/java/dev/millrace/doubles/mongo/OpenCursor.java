package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A result that is handed out in batches. The documents are those found when it was opened. */
final class OpenCursor {
    /** The server closes a batch before it would pass this, however many documents were asked for. */
    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    final String namespace;
    private final List<byte[]> documents;
    private final UnaryOperator<byte[]> projection;
    private final boolean knowsItsEnd;
    private int position;
    private boolean ended;

    /** @param knowsItsEnd a limit was reached: the cursor closes with its last document, else only when asked for more */
    OpenCursor(String namespace, List<byte[]> documents, UnaryOperator<byte[]> projection, boolean knowsItsEnd) {
        this.namespace = namespace;
        this.documents = documents;
        this.projection = projection;
        this.knowsItsEnd = knowsItsEnd;
    }

    List<byte[]> next(long maxDocuments) {
        List<byte[]> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < maxDocuments) {
            if (position == documents.size()) {
                ended = true;
                break;
            }
            byte[] document = projection.apply(documents.get(position));
            bytes += document.length;
            if (!batch.isEmpty() && bytes > MAX_BATCH_BYTES) {
                break;
            }
            batch.add(document);
            position++;
        }
        ended |= knowsItsEnd && position == documents.size();
        return batch;
    }

    boolean hasEnded() {
        return ended;
    }
}
