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
 * Takes the `_id`s of documents that seem to differ and looks at both sides again: only what still differs counts, after
 * a pause for those that are being changed, and after a repair where one is wanted. Waits for many at once, and holds
 * the documents of a few. For one thread.
 */
final class Inspection implements AutoCloseable {

    /** Looked up by one query. */
    private static final int MOST_IDS = 1000;

    private static final int MOST_BYTES = 4 << 20;

    /** Waited for together. */
    private static final int MOST_WAITING = 10_000;

    private final DocumentLookup source;
    private final DocumentLookup target;
    private final ComparisonOptions options;
    private final Optional<Repairs> repairs;
    private final RejectFile file;
    private final ShownDifferences shown;
    private final Tally tally = new Tally();
    private final List<Candidate> open = new ArrayList<>();
    private long openBytes;

    /** Whether waiting is worth it: not where nothing has come of it for as many as are waited for together. */
    private boolean changing = true;

    /** @param bytes of the documents with this `_id`, about */
    private record Candidate(BsonValue id, int bytes) {}

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
        boolean full = options.rechecks() > 0
                ? open.size() == MOST_WAITING
                : open.size() == MOST_IDS || (!open.isEmpty() && openBytes + bytes > MOST_BYTES);
        if (full) {
            settle();
        }
        open.add(new Candidate(id, bytes));
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
        List<Candidate> left = List.copyOf(open);
        int rechecks = changing ? options.rechecks() : 0;
        for (int recheck = 1; recheck <= rechecks && !left.isEmpty(); recheck++) {
            Retries.pause(options.pauseBefore(recheck));
            // The last look is the one that decides.
            left = recheck < rechecks ? stillDiffering(left) : left;
        }
        int differing = 0;
        for (List<Candidate> slice : slices(left)) {
            differing += settle(differing(ids(slice)));
        }
        tally.passed(open.size() - differing);
        changing = open.size() < MOST_WAITING || differing < open.size();
        open.clear();
        openBytes = 0;
        source.forget();
    }

    private List<Candidate> stillDiffering(List<Candidate> candidates) {
        List<Candidate> still = new ArrayList<>();
        for (List<Candidate> slice : slices(candidates)) {
            Set<BsonValue> differing = new HashSet<>(
                    differing(ids(slice)).stream().map(DocumentPair::id).toList());
            slice.stream()
                    .filter(candidate -> differing.contains(candidate.id()))
                    .forEach(still::add);
        }
        return still;
    }

    /** Gives the number of those that were different, repaired or not. */
    private int settle(List<DocumentPair> differing) {
        if (repairs.isPresent() && !differing.isEmpty()) {
            unrepaired(repairs.get(), differing).forEach(this::differs);
        } else {
            differing.forEach(this::differs);
        }
        return differing.size();
    }

    /** As many at a time as one query asks for, and as memory may hold. */
    private static List<List<Candidate>> slices(List<Candidate> candidates) {
        List<List<Candidate>> slices = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < candidates.size(); i++) {
            bytes += candidates.get(i).bytes();
            if (i > from && (i - from == MOST_IDS || bytes > MOST_BYTES)) {
                slices.add(candidates.subList(from, i));
                from = i;
                bytes = candidates.get(i).bytes();
            }
        }
        if (from < candidates.size()) {
            slices.add(candidates.subList(from, candidates.size()));
        }
        return slices;
    }

    private static List<BsonValue> ids(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
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
        List<DocumentPair> left = differing(pairs.stream().map(DocumentPair::id).toList());
        Set<BsonValue> still = new HashSet<>(left.stream().map(DocumentPair::id).toList());
        pairs.stream().filter(pair -> !still.contains(pair.id())).forEach(pair -> tally.repaired(pair.difference()));
        return left;
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
