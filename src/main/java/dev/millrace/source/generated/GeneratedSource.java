package dev.millrace.source.generated;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
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
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * One collection of documents made up on the spot. The same data set, count and seed give the same bytes, however they
 * are divided into chunks. Bounds of a chunk: indexes `from` (included) and `to` (not included).
 */
public final class GeneratedSource implements DocumentSource {

    /** Size of the batches, in bytes of BSON: small enough to stay near the processor. */
    public static final int DEFAULT_BATCH_BYTES = 1024 * 1024;

    private static final int MEASURED = 1000;

    /** How much a sample may hold, in bytes of BSON. */
    private static final long LARGEST_SAMPLE = 32 * 1024 * 1024;

    private final GeneratedCollection collection;
    private final Dataset dataset;
    private final int batchBytes;

    public GeneratedSource(GeneratedCollection collection) {
        this(collection, DEFAULT_BATCH_BYTES);
    }

    /** @param batchBytes size of the batches, in bytes of BSON */
    public GeneratedSource(GeneratedCollection collection, int batchBytes) {
        this.collection = collection;
        this.dataset = Datasets.of(collection);
        this.batchBytes = batchBytes;
    }

    @Override
    public String description() {
        return collection.toString();
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        Namespace namespace = collection.namespace();
        for (String pattern : selection.patterns()) {
            if (!pattern.contains("*") && !new NamespaceSelection(List.of(pattern)).matches(namespace)) {
                throw new MillraceException(
                        FailureKind.NOT_FOUND,
                        pattern + " is not what " + collection + " generates",
                        "its documents are in " + namespace);
            }
        }
        return selection.matches(namespace)
                ? List.of(new CollectionInfo(
                        namespace, CollectionKind.COLLECTION, collection.count(), estimatedBytes(), metadata()))
                : List.of();
    }

    @Override
    public void plan(CollectionInfo info, ChunkSize size, Consumer<ChunkRange> ranges) {
        long count = collection.count();
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
        long count = collection.count();
        long affordable = Math.max(1, LARGEST_SAMPLE / info.averageBytes(1));
        long parts = Math.min(affordable, Math.min(documents, count));
        into.clear();
        RandomStream random = new RandomStream();
        random.restart(collection.seed(), count);
        DocumentGenerator generator = dataset.generator(collection.seed(), count);
        BsonAppender document = new BsonAppender();
        for (long part = 0; part < parts && into.byteCount() < LARGEST_SAMPLE; part++) {
            long start = start(part, parts, count);
            document.clear();
            generator.write(start + random.below(start(part + 1, parts, count) - start), document);
            into.add(document.bytes(), 0, document.length());
        }
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        BsonDocument bounds = chunk.range().bounds();
        return new GeneratedChunkReader(
                dataset.generator(collection.seed(), collection.count()),
                bounds.getNumber("from").longValue(),
                bounds.getNumber("to").longValue(),
                batchBytes);
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
                                    "its documents are in " + collection.namespace())
                            : Finding.good("source", collection + " makes " + collection.count() + " documents"));
        } catch (MillraceException e) {
            return List.of(Finding.bad("source", e));
        }
    }

    @Override
    public void close() {
        // Holds nothing: each reader has its own memory.
    }

    /** Where a part starts, without the product that could overflow. */
    private static long start(long part, long parts, long count) {
        return count / parts * part + count % parts * part / parts;
    }

    private long estimatedBytes() {
        long count = collection.count();
        long measured = Math.min(MEASURED, count);
        DocumentGenerator generator = dataset.generator(collection.seed(), count);
        BsonAppender document = new BsonAppender();
        long bytes = 0;
        for (long i = 0; i < measured; i++) {
            document.clear();
            generator.write(start(i, measured, count), document);
            bytes += document.length();
        }
        return measured == count ? bytes : Math.round((double) bytes / measured * count);
    }

    /** In the layout of mongodump's `metadata.json`. */
    private BsonDocument metadata() {
        BsonArray indexes = new BsonArray();
        indexes.add(index(new BsonDocument("key", new BsonDocument("_id", new BsonInt32(1)))));
        dataset.indexes().forEach(index -> indexes.add(index(index)));
        return new BsonDocument("options", new BsonDocument())
                .append("indexes", indexes)
                .append("collectionName", new BsonString(collection.namespace().collection()))
                .append("type", new BsonString("collection"));
    }

    private static BsonDocument index(BsonDocument definition) {
        BsonDocument index = new BsonDocument("v", new BsonInt32(2));
        index.putAll(definition);
        StringBuilder name = new StringBuilder();
        definition
                .getDocument("key")
                .forEach((field, direction) -> name.append(name.isEmpty() ? "" : "_")
                        .append(field)
                        .append('_')
                        .append(
                                direction.isNumber()
                                        ? direction.asNumber().intValue()
                                        : direction.asString().getValue()));
        index.putIfAbsent("name", new BsonString(name.toString().equals("_id_1") ? "_id_" : name.toString()));
        return index;
    }

    private static ChunkRange range(long from, long to, long averageBytes) {
        BsonDocument bounds = new BsonDocument("from", new BsonInt64(from)).append("to", new BsonInt64(to));
        return new ChunkRange(bounds, to - from, (to - from) * averageBytes);
    }
}
