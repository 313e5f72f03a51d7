package dev.millrace.sink.object;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Plans, chunks and batches for the tests of sinks. */
public final class TestDocuments {

    public static final Namespace ORDERS = new Namespace("shop", "orders");
    public static final String METADATA = """
            {"options": {}, "indexes": [{"v": {"$numberInt": "2"}, "key": {"_id": {"$numberInt": "1"}}, "name": "_id_"}],
             "uuid": "00", "collectionName": "orders", "type": "collection"}""";

    private TestDocuments() {}

    public static RunPlan plan(String runId, Namespace... namespaces) {
        List<CollectionPlan> collections = Stream.of(namespaces.length == 0 ? new Namespace[] {ORDERS} : namespaces)
                .map(namespace -> new CollectionPlan(info(namespace, CollectionKind.COLLECTION), new BsonDocument()))
                .toList();
        return new RunPlan(
                runId,
                "export",
                "mongodb://host",
                "file:out",
                collections,
                BsonDocument.parse("{\"format\": \"jsonl\"}"),
                Instant.parse("2026-02-03T04:05:06.789Z"));
    }

    public static CollectionInfo info(Namespace namespace, CollectionKind kind) {
        return new CollectionInfo(namespace, kind, 3, 100, BsonDocument.parse(METADATA));
    }

    public static Chunk chunk(int number) {
        return chunk(number, ORDERS, number);
    }

    public static Chunk chunk(int number, Namespace namespace, int part) {
        return new Chunk(number, namespace, part, new ChunkRange(new BsonDocument(), 3, 100));
    }

    public static DocumentBatch batch(String... json) {
        DocumentBatch batch = new DocumentBatch(64);
        for (String document : json) {
            add(batch, bson(document));
        }
        return batch;
    }

    public static void add(DocumentBatch batch, byte[] document) {
        batch.add(document, 0, document.length);
    }

    public static byte[] bson(String json) {
        var buffer = RawBsonDocument.parse(json).getByteBuffer().asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** A document whose string is no UTF-8. */
    public static byte[] corrupt(String id) {
        byte[] document = bson("{\"_id\": \"" + id + "\", \"text\": \"XYZ\"}");
        for (int at = 0; at < document.length; at++) {
            if (document[at] == 'Y') {
                document[at] = (byte) 0xff;
            }
        }
        return document;
    }
}
