package dev.millrace.source.generated;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Generated documents to look at. */
public final class MadeUp {

    private MadeUp() {}

    public static GeneratedSource source(String uri) {
        return new GeneratedSource(GeneratedCollection.parse(uri));
    }

    public static CollectionInfo info(GeneratedSource source) {
        return source.collections(new NamespaceSelection(List.of("*"))).getFirst();
    }

    static List<ChunkRange> plan(GeneratedSource source, long chunkDocuments) {
        return plan(source, info(source), chunkDocuments);
    }

    static List<ChunkRange> plan(GeneratedSource source, CollectionInfo info, long chunkDocuments) {
        List<ChunkRange> ranges = new ArrayList<>();
        source.plan(info, new ChunkSize(chunkDocuments), ranges::add);
        return ranges;
    }

    static byte[] read(GeneratedSource source, ChunkRange range) {
        return read(source, info(source), range);
    }

    static byte[] read(GeneratedSource source, CollectionInfo info, ChunkRange range) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentBatch batch = new DocumentBatch(1024);
        try (ChunkReader reader = source.open(new Chunk(0, info.namespace(), 0, range))) {
            while (reader.read(batch)) {
                out.write(batch.bytes(), 0, batch.byteCount());
            }
        }
        return out.toByteArray();
    }

    /** Every document, undecoded. */
    public static List<RawBsonDocument> raw(GeneratedSource source) {
        return raw(source, info(source));
    }

    private static List<RawBsonDocument> raw(GeneratedSource source, CollectionInfo info) {
        List<RawBsonDocument> documents = new ArrayList<>();
        DocumentBatch batch = new DocumentBatch(1024);
        for (ChunkRange range : plan(source, info, Long.MAX_VALUE)) {
            try (ChunkReader reader = source.open(new Chunk(0, info.namespace(), 0, range))) {
                while (reader.read(batch)) {
                    for (int i = 0; i < batch.size(); i++) {
                        int start = batch.offset(i);
                        documents.add(
                                new RawBsonDocument(Arrays.copyOfRange(batch.bytes(), start, start + batch.length(i))));
                    }
                }
            }
        }
        return documents;
    }

    /** Every document, decoded by the driver. */
    public static List<BsonDocument> documents(GeneratedSource source) {
        return documents(source, info(source));
    }

    /** Every document of one of its collections, decoded by the driver. */
    static List<BsonDocument> documents(GeneratedSource source, CollectionInfo info) {
        return raw(source, info).stream()
                .map(document -> document.decode(new BsonDocumentCodec()))
                .toList();
    }
}
