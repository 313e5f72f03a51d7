package dev.millrace.job;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.BsonDocument;

/** A source of which only some random documents are seen: each collection is one chunk of them. */
final class SampledSource implements DocumentSource {

    private final DocumentSource source;
    private final int documents;
    private final Map<Namespace, CollectionInfo> collections = new ConcurrentHashMap<>();

    /** @param source is closed with this one */
    SampledSource(DocumentSource source, int documents) {
        this.source = source;
        this.documents = documents;
    }

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public List<CollectionInfo> collections(NamespaceSelection selection) {
        return source.collections(selection);
    }

    @Override
    public void plan(CollectionInfo collection, ChunkSize size, Consumer<ChunkRange> ranges) {
        ranges.accept(new ChunkRange(new BsonDocument(), documents, CollectionInfo.UNKNOWN));
    }

    @Override
    public RequestUnits requestUnits() {
        return source.requestUnits();
    }

    @Override
    public void sample(CollectionInfo collection, int number, DocumentBatch into) {
        source.sample(collection, number, into);
    }

    @Override
    public ChunkReader open(Chunk chunk) {
        CollectionInfo collection = collections.computeIfAbsent(
                chunk.namespace(),
                namespace -> source.collections(new NamespaceSelection(List.of(namespace.toString())))
                        .getFirst());
        return new ChunkReader() {

            private boolean read;

            @Override
            public boolean read(DocumentBatch batch) {
                batch.clear();
                if (!read) {
                    read = true;
                    source.sample(collection, documents, batch);
                }
                return !batch.isEmpty();
            }

            @Override
            public void close() {
                read = true;
            }
        };
    }

    @Override
    public List<Finding> check(NamespaceSelection selection) {
        return source.check(selection);
    }

    @Override
    public void close() {
        source.close();
    }
}
