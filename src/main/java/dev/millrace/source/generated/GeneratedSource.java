package dev.millrace.source.generated;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * Collections of documents made up on the spot: one, or all that are related. The same data set, count and seed give the same bytes, however they
 * are divided into chunks. Bounds of a chunk: indexes `from` (included) and `to` (not included).
 */
public final class GeneratedSource implements DocumentSource {

    /** Size of the batches, in bytes of BSON: small enough to stay near the processor. */
    public static final int DEFAULT_BATCH_BYTES = 1024 * 1024;

    /** How much a sample may hold, in bytes of BSON. */
    private static final long LARGEST_SAMPLE = 32 * 1024 * 1024;

    private final GeneratedCollection wanted;
    private final SortedMap<Namespace, DatasetCollection> collections;
    private final int batchBytes;
    private final Pace pace;

    public GeneratedSource(GeneratedCollection wanted) {
        this(wanted, DEFAULT_BATCH_BYTES, Pace.unlimited());
    }

    /**
     * @param batchBytes size of the batches, in bytes of BSON
     * @param pace       of the documents of all readers together
     */
    public GeneratedSource(GeneratedCollection wanted, int batchBytes, Pace pace) {
        this.wanted = wanted;
        this.collections = Datasets.of(wanted).wanted(wanted);
        this.batchBytes = batchBytes;
        this.pace = pace;
    }

    @Override
    public String description() {
        return wanted.toString();
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        for (String pattern : selection.patterns()) {
            NamespaceSelection alone = new NamespaceSelection(List.of(pattern));
            if (!pattern.contains("*") && collections.keySet().stream().noneMatch(alone::matches)) {
                throw new MillraceException(
                        FailureKind.NOT_FOUND,
                        pattern + " is not what " + wanted + " generates",
                        "its documents are in " + names());
            }
        }
        return collections.entrySet().stream()
                .filter(each -> selection.matches(each.getKey()))
                .map(each -> CollectionDescription.of(each.getKey(), each.getValue(), wanted.seed()))
                .toList();
    }

    @Override
    public void plan(CollectionInfo info, ChunkSize size, Consumer<ChunkRange> ranges) {
        long count = collection(info.namespace()).count();
        long average = info.averageBytes(1);
        if (count == 0) {
            ranges.accept(range(0, 0, 0));
        }
        for (long from = 0; from < count; ) {
            long to = count - from <= size.documents() ? count : from + size.documents();
            ranges.accept(range(from, to, average));
            from = to;
        }
    }

    /** One document from each of as many equal parts of the collection as documents are wanted, at random there. */
    @Override
    public void sample(CollectionInfo info, int documents, DocumentBatch into) {
        DatasetCollection collection = collection(info.namespace());
        long count = collection.count();
        long affordable = Math.max(1, LARGEST_SAMPLE / info.averageBytes(1));
        long parts = Math.min(affordable, Math.min(documents, count));
        into.clear();
        RandomStream random = new RandomStream();
        random.restart(wanted.seed(), count);
        DocumentGenerator generator = collection.dataset().generator(wanted.seed(), count);
        BsonAppender document = new BsonAppender();
        for (long part = 0; part < parts && into.byteCount() < LARGEST_SAMPLE; part++) {
            long start = CollectionDescription.start(part, parts, count);
            long end = CollectionDescription.start(part + 1, parts, count);
            document.clear();
            generator.write(start + random.below(end - start), document);
            into.add(document.bytes(), 0, document.length());
        }
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        BsonDocument bounds = chunk.range().bounds();
        DatasetCollection collection = collection(chunk.namespace());
        return new GeneratedChunkReader(
                collection.dataset().generator(wanted.seed(), collection.count()),
                bounds.getNumber("from").longValue(),
                bounds.getNumber("to").longValue(),
                batchBytes,
                pace);
    }

    @Override
    public List<Finding> check(NamespaceSelection selection) {
        try {
            List<CollectionInfo> found = collections(selection);
            return List.of(
                    found.isEmpty()
                            ? Finding.doubtful(
                                    "source",
                                    "nothing matches " + String.join(", ", selection.patterns()),
                                    "its documents are in " + names())
                            : Finding.good("source", wanted + " makes " + documents(found) + " documents"));
        } catch (MillraceException e) {
            return List.of(Finding.bad("source", e));
        }
    }

    @Override
    public void close() {
        // Holds nothing: each reader has its own memory.
    }

    private DatasetCollection collection(Namespace namespace) {
        DatasetCollection collection = collections.get(namespace);
        if (collection == null) {
            throw new IllegalArgumentException(wanted + " has no " + namespace);
        }
        return collection;
    }

    private String names() {
        return collections.keySet().stream().map(Namespace::toString).collect(Collectors.joining(", "));
    }

    private static long documents(List<CollectionInfo> found) {
        return found.stream().mapToLong(CollectionInfo::documents).sum();
    }

    private static ChunkRange range(long from, long to, long averageBytes) {
        BsonDocument bounds = new BsonDocument("from", new BsonInt64(from)).append("to", new BsonInt64(to));
        return new ChunkRange(bounds, to - from, (to - from) * averageBytes);
    }
}
