package dev.millrace.source.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Reading;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.source.ChunkReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** Batches keep to their size whatever the sizes of documents. */
class LandingTest {

    @Test
    void batchesKeepToTheirSizeWhenDocumentsAreFarFromTheirAverage() {
        Random random = new Random(7);
        List<BsonDocument> stored = IntStream.range(0, 400)
                .mapToObj(n -> new BsonDocument("_id", new BsonInt32(n))
                        .append("x", new BsonBinary(new byte[random.nextInt(20) == 0 ? random.nextInt(3000) : 1])))
                .toList();
        try (MongoDouble mongo = new MongoDouble().start().insert("shop.uneven", stored.toArray(BsonDocument[]::new));
                MongoSource source = Sources.of(mongo)) {
            CollectionInfo info = Sources.only(source, "shop.uneven");
            Chunk chunk = new Chunk(
                    0, info.namespace(), 0, Reading.plan(source, info, 1000).getFirst());
            List<BsonDocument> read = new ArrayList<>();

            try (ChunkReader reader = source.open(chunk)) {
                DocumentBatch batch = new DocumentBatch(1);
                while (reader.read(batch)) {
                    assertThat(batch.size() == 1 || batch.byteCount() <= Sources.BATCH_BYTES * 3 / 2)
                            .as("%d documents, %d bytes", batch.size(), batch.byteCount())
                            .isTrue();
                    read.addAll(Reading.documents(batch));
                }
            }

            assertThat(read).isEqualTo(stored);
        }
    }
}
