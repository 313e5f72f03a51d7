package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Reads a source as a run would, and keeps everything. */
public final class Reading {
    private Reading() {}

    /** Documents `{_id: n, text: …}`, n from 0. */
    public static List<BsonDocument> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> BsonDocument.parse("{_id: " + n + ", text: 'document number " + n + "'}"))
                .toList();
    }

    public static List<ChunkRange> plan(DocumentSource source, CollectionInfo info, long chunkSize) {
        List<ChunkRange> ranges = new ArrayList<>();
        source.plan(info, new ChunkSize(chunkSize), ranges::add);
        return ranges;
    }

    /** All chunks, one after the other. */
    public static List<BsonDocument> readAll(DocumentSource source, CollectionInfo info, long chunkSize) {
        List<BsonDocument> read = new ArrayList<>();
        plan(source, info, chunkSize).forEach(range -> read.addAll(read(source, info, range)));
        return read;
    }

    /** One chunk. */
    public static List<BsonDocument> read(DocumentSource source, CollectionInfo info, ChunkRange range) {
        List<BsonDocument> read = new ArrayList<>();
        try (ChunkReader reader = source.open(new Chunk(0, info.namespace(), 0, range))) {
            DocumentBatch batch = new DocumentBatch(1024);
            while (reader.read(batch)) {
                assertThat(batch.isEmpty()).isFalse();
                read.addAll(documents(batch));
            }
        }
        return read;
    }

    /** Copies, because a batch is filled again. */
    public static List<BsonDocument> documents(DocumentBatch batch) {
        return IntStream.range(0, batch.size())
                .mapToObj(index -> new RawBsonDocument(batch.bytes(), batch.offset(index), batch.length(index))
                        .decode(new BsonDocumentCodec()))
                .toList();
    }
}
