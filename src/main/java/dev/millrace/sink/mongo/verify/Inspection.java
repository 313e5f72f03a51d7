package dev.millrace.sink.mongo.verify;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RejectedDocument;
import dev.millrace.mongo.Retries;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.Rejection;
import dev.millrace.sink.mongo.verify.DocumentPair.Difference;
import dev.millrace.sink.verify.ShownDifferences;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Takes the `_id`s of documents that seem to differ and looks at both sides again, some at a time: only what still
 * differs counts, after a pause for those that are being changed, and after a repair where one is wanted. For one thread.
 */
final class Inspection implements AutoCloseable {

    private static final int MOST_IDS = 1000;
    private static final int MOST_BYTES = 4 << 20;

    private final DocumentLookup source;
    private final DocumentLookup target;
    private final ComparisonOptions options;
    private final Optional<Repairs> repairs;
    private final RejectFile file;
    private final ShownDifferences shown;
    private final Tally tally = new Tally();
    private final List<BsonValue> open = new ArrayList<>();
    private int openBytes;

    /** Whether the last time that it was waited, waiting has helped. */
    private boolean changing = true;

    /** @param file takes documents that differ; closed with this */
    Inspection(
            DocumentLookup source,
            DocumentLookup target,
            ComparisonOptions options,
            Optional<Repairs> repairs,
            RejectFile file,
            ShownDifferences shown) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.repairs = repairs;
        this.file = file;
        this.shown = shown;
    }

    /** @param bytes of the documents with this `_id`, about */
    void candidate(BsonValue id, int bytes) {
        if (open.size() == MOST_IDS || (!open.isEmpty() && openBytes + (long) bytes > MOST_BYTES)) {
            settle();
        }
        open.add(id);
        openBytes += bytes;
    }

    /** Counts a document of the source as different that nobody can ask for. */
    void incomparable(DocumentBatch batch, int index, String reason) {
        tally.differs(Difference.DIFFERENT);
        differs(Rejection.of(batch, index, reason));
    }

    /** Counts documents that cannot be told apart. */
    void unlocated(long here, long there, String sentence) {
        tally.differ(Difference.MISSING, Math.max(0, here - there));
        tally.differ(Difference.EXTRA, Math.max(0, there - here));
        tally.differ(Difference.DIFFERENT, here == there ? 1 : 0);
        shown.tell(sentence);
    }

    /** Decides about all that are open. */
    void settle() {
        List<DocumentPair> differing = lasting();
        tally.passed(open.size() - differing.size());
        if (repairs.isPresent() && !differing.isEmpty()) {
            differing = unrepaired(repairs.get(), differing);
        }
        differing.forEach(this::differs);
        open.clear();
        openBytes = 0;
        source.forget();
    }

    private List<DocumentPair> lasting() {
        int rechecks = changing ? options.rechecks() : 0;
        List<DocumentPair> differing = List.of();
        List<BsonValue> ids = List.copyOf(open);
        for (int recheck = rechecks == 0 ? 0 : 1; recheck <= rechecks && !ids.isEmpty(); recheck++) {
            if (recheck > 0) {
                Retries.pause(options.pauseBefore(recheck));
            }
            differing = differing(ids);
            ids = ids(differing);
        }
        changing = differing.size() < open.size();
        return differing;
    }

    private List<DocumentPair> differing(List<BsonValue> ids) {
        Map<BsonValue, HeldDocument> here = source.of(ids);
        Map<BsonValue, HeldDocument> there = target.of(ids);
        return ids.stream()
                .map(id -> new DocumentPair(id, here.get(id), there.get(id)))
                .filter(pair -> !pair.isSame())
                .toList();
    }

    private List<DocumentPair> unrepaired(Repairs writer, List<DocumentPair> pairs) {
        writer.repair(pairs);
        List<DocumentPair> left = differing(ids(pairs));
        Set<BsonValue> still = new HashSet<>(ids(left));
        pairs.stream().filter(pair -> !still.contains(pair.id())).forEach(pair -> tally.repaired(pair.difference()));
        return left;
    }

    private static List<BsonValue> ids(List<DocumentPair> pairs) {
        return pairs.stream().map(DocumentPair::id).toList();
    }

    private void differs(DocumentPair pair) {
        tally.differs(pair.difference());
        ByteBuffer bytes = pair.either().document().getByteBuffer().asNIO();
        DocumentBatch one = new DocumentBatch(bytes.remaining());
        one.add(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        differs(Rejection.of(one, 0, reason(pair)));
    }

    private String reason(DocumentPair pair) {
        return switch (pair.difference()) {
            case MISSING -> "is missing in the target";
            case EXTRA -> "is not in the source";
            case DIFFERENT -> shown.isWanted() ? fields(pair) : "differs";
        };
    }

    private String fields(DocumentPair pair) {
        HeldDocument here = pair.source();
        HeldDocument there = pair.target();
        if (here == null || there == null || here.times() != there.times()) {
            return "is there more than once";
        }
        return new FieldPaths(options.showValues()).between(here.document(), there.document());
    }

    private void differs(RejectedDocument difference) {
        file.reject(difference);
        shown.add(difference);
    }

    /** Settles what is open and makes the file of differences durable. */
    void commit() {
        settle();
        file.commit();
    }

    Tally tally() {
        return tally;
    }

    List<String> shown() {
        return shown.lines();
    }

    @Override
    public void close() {
        file.close();
    }

    /** A copy of a document whose batch is filled again. */
    static RawBsonDocument copy(DocumentBatch batch, int index) {
        byte[] bytes = new byte[batch.length(index)];
        System.arraycopy(batch.bytes(), batch.offset(index), bytes, 0, bytes.length);
        return new RawBsonDocument(bytes);
    }
}
