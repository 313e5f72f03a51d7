package dev.millrace.source.dump;

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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * A directory that mongodump wrote. An uncompressed file is cut into ranges of bytes between documents; a gzipped file
 * can only be read from its start, and is one chunk; so is a capped collection, whose documents have an order.
 *
 * <p>Views are passed over, as a dump holds none of their documents. Bounds of a chunk: `file` relative to the
 * directory, `from` and `to` in bytes.
 */
public final class DumpSource implements DocumentSource {

    /** Size of the batches that are read, in bytes of BSON; a single larger document is a batch of its own. */
    public static final int DEFAULT_BATCH_BYTES = 4 * 1024 * 1024;

    private final Path root;
    private final DumpDirectory directory;
    private final int batchBytes;
    private final Map<Path, DocumentIndex> indexes = new ConcurrentHashMap<>();

    public DumpSource(Path root) {
        this(root, DEFAULT_BATCH_BYTES);
    }

    /** @param batchBytes size of the batches that are read */
    public DumpSource(Path root, int batchBytes) {
        this.root = root;
        this.directory = new DumpDirectory(root);
        this.batchBytes = batchBytes;
    }

    @Override
    public String description() {
        return "dump:" + root;
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        List<DumpedCollection> all = directory.collections();
        selection.patterns().stream()
                .filter(pattern -> !pattern.contains("*"))
                .forEach(pattern -> requireMatch(pattern, all));
        return all.stream()
                .filter(collection -> selection.matches(collection.namespace()) && !collection.isViewWithoutData())
                .map(DumpSource::describe)
                .toList();
    }

    @Override
    public List<CollectionInfo> definitions(NamespaceSelection selection) {
        return directory.collections().stream()
                .filter(collection -> selection.matches(collection.namespace()) && collection.isViewWithoutData())
                .map(view -> new CollectionInfo(view.namespace(), CollectionKind.VIEW, 0, 0, view.readMetadata()))
                .toList();
    }

    @Override
    public void plan(CollectionInfo collection, ChunkSize size, Consumer<ChunkRange> ranges) {
        Path file = find(collection.namespace()).dataFile();
        if (DumpFileReader.isGzip(file) || collection.kind() == CollectionKind.CAPPED) {
            ranges.accept(range(file, 0, DumpFileReader.TO_THE_END, collection.documents(), collection.bytes()));
            return;
        }
        DocumentIndex index = index(file);
        if (index.documents() == 0) {
            ranges.accept(range(file, 0, 0, 0, 0));
        }
        try (DocumentWalk walk = DocumentWalk.open(file)) {
            long from = 0;
            for (long first = 0; first < index.documents(); first += size.documents()) {
                long end = Math.min(first + size.documents(), index.documents());
                long to = end == index.documents() ? index.bytes() : start(end, index, walk);
                ranges.accept(range(file, from, to, end - first, to - from));
                from = to;
            }
        }
    }

    @Override
    public void sample(CollectionInfo collection, int documents, DocumentBatch into) {
        Path file = find(collection.namespace()).dataFile();
        into.clear();
        if (DumpFileReader.isGzip(file)) {
            DumpSample.ofBeginning(file, documents, into);
        } else {
            DumpSample.spread(file, index(file), documents, into);
        }
    }

    @Override
    public void extremes(CollectionInfo collection, DocumentBatch into) {
        Path file = find(collection.namespace()).dataFile();
        // The end of a gzipped file is known only to those who read all of it.
        if (!DumpFileReader.isGzip(file)) {
            DumpSample.ends(file, index(file), into);
        }
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        BsonDocument bounds = chunk.range().bounds();
        Path file = root.resolve(bounds.getString("file").getValue());
        return DumpFileReader.open(
                file,
                bounds.getNumber("from").longValue(),
                bounds.getNumber("to").longValue(),
                batchBytes);
    }

    @Override
    public List<Finding> check(NamespaceSelection selection) {
        try {
            return collections(selection).stream()
                    .map(collection -> Finding.good(
                            "source", collection.namespace() + ", " + collection.bytes() + " bytes on disk"))
                    .toList();
        } catch (MillraceException e) {
            return List.of(Finding.bad("source", e));
        }
    }

    @Override
    public void close() {
        indexes.clear();
    }

    private void requireMatch(String pattern, List<DumpedCollection> all) {
        NamespaceSelection wanted = new NamespaceSelection(List.of(pattern));
        List<DumpedCollection> matching = all.stream()
                .filter(collection -> wanted.matches(collection.namespace()))
                .toList();
        if (matching.isEmpty()) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    pattern + " is not in the dump " + root,
                    "it holds "
                            + String.join(
                                    ", ",
                                    all.stream()
                                            .map(collection ->
                                                    collection.namespace().toString())
                                            .limit(20)
                                            .toList()));
        }
        if (NamespaceSelection.isExact(pattern) && matching.getFirst().isViewWithoutData()) {
            throw matching.getFirst().withoutData();
        }
    }

    private static CollectionInfo describe(DumpedCollection collection) {
        BsonDocument metadata = collection.readMetadata();
        SizeEstimate size = SizeEstimate.of(collection.dataFile());
        CollectionKind kind = DumpMetadata.kind(metadata);
        return new CollectionInfo(collection.namespace(), kind, size.documents(), size.bytes(), metadata);
    }

    private DumpedCollection find(Namespace namespace) {
        return directory.collections().stream()
                .filter(collection -> collection.namespace().equals(namespace))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        FailureKind.NOT_FOUND,
                        namespace + " is not in the dump " + root + " any more",
                        "restore its files"));
    }

    /** Kept from planning to sampling, because the walk reads most of the file. */
    private DocumentIndex index(Path file) {
        DocumentIndex known = indexes.get(file);
        if (known != null) {
            return known;
        }
        DocumentIndex index = DocumentIndex.of(file);
        indexes.put(file, index);
        return index;
    }

    private static long start(long document, DocumentIndex index, DocumentWalk walk) {
        int mark = index.markBefore(document);
        return walk.skip(index.position(mark), document - index.document(mark));
    }

    private ChunkRange range(Path file, long from, long to, long documents, long bytes) {
        String relative = root.relativize(file).toString().replace('\\', '/');
        BsonDocument bounds = new BsonDocument("file", new BsonString(relative))
                .append("from", new BsonInt64(from))
                .append("to", new BsonInt64(to));
        return new ChunkRange(bounds, documents, bytes);
    }
}
