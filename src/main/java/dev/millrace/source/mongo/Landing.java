package dev.millrace.source.mongo;

import dev.millrace.bson.BsonHash;
import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.DocumentId;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BsonInput;
import org.bson.io.BsonInputMark;
import org.jspecify.annotations.Nullable;

/**
 * Copies the documents of each reply from the driver's buffer straight into a batch: one copy a document and no object
 * for it. To the driver it is a codec whose documents are all the same marker. Used by one thread at a time.
 *
 * <p>What does not fit into the batch, because documents are larger than their average, waits for the next batch.
 */
final class Landing implements Codec<Landing.Landed> {

    /** Stands for a document in the driver's lists. */
    enum Landed {
        DOCUMENT
    }

    private final int batchBytes;
    private DocumentBatch batch = new DocumentBatch(0);
    private @Nullable DocumentBatch waiting;
    private int waitingFrom;
    private long remaining = Long.MAX_VALUE;
    private @Nullable Seen seen;
    private List<BsonHash> repeats = List.of();

    /** @param batchBytes the aim for one batch; a batch holds at most half as much again, or one document */
    Landing(int batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** Sets the batch that the next replies go to; documents that wait move there first. */
    void into(DocumentBatch next) {
        batch = next;
        while (waiting != null && fits(waiting.length(waitingFrom))) {
            batch.add(waiting.bytes(), waiting.offset(waitingFrom), waiting.length(waitingFrom));
            if (++waitingFrom == waiting.size()) {
                waiting = null;
                waitingFrom = 0;
            }
        }
    }

    /**
     * Prepares for a new cursor.
     *
     * @param most documents to take at most
     * @param seen what was delivered before and may come first again; null for nothing
     */
    void expect(long most, @Nullable Seen seen) {
        this.remaining = most;
        this.seen = seen;
        this.repeats = seen == null ? List.of() : new ArrayList<>(seen.documents());
        this.waiting = null;
        this.waitingFrom = 0;
    }

    @Override
    public Landed decode(BsonReader reader, DecoderContext context) {
        BsonInput input = ((BsonBinaryReader) reader).getBsonInput();
        BsonInputMark start = input.getMark(Integer.MAX_VALUE);
        int length = input.readInt32();
        start.reset();
        DocumentBatch target = waiting == null && fits(length) ? batch : waiting();
        int at = target.reserve(length);
        input.readBytes(target.bytes(), at, length);
        // Only the reader itself can move its own state behind the value.
        start.reset();
        reader.skipValue();
        if (remaining > 0 && !isRepeated(target.bytes(), at, length)) {
            target.commit(length);
            remaining--;
        }
        if (waiting != null && waiting.isEmpty()) {
            waiting = null;
        }
        return Landed.DOCUMENT;
    }

    private boolean fits(int length) {
        return batch.isEmpty() || batch.byteCount() + (long) length <= batchBytes + batchBytes / 2;
    }

    private DocumentBatch waiting() {
        if (waiting == null) {
            waiting = new DocumentBatch(batchBytes);
        }
        return waiting;
    }

    private boolean isRepeated(byte[] bytes, int offset, int length) {
        Seen before = seen;
        if (before == null) {
            return false;
        }
        BsonValue id = DocumentId.of(bytes, offset, length);
        if (before.documents().isEmpty()) {
            seen = null;
            return before.id().equals(id);
        }
        if (!Seen.isSame(before.id(), id)) {
            seen = null;
            return false;
        }
        return repeats.remove(Seen.hash(bytes, offset, length));
    }

    @Override
    public void encode(BsonWriter writer, Landed value, EncoderContext context) {
        throw new UnsupportedOperationException("documents are only read");
    }

    @Override
    public Class<Landed> getEncoderClass() {
        return Landed.class;
    }
}
