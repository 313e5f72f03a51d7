package dev.millrace.bson;

import dev.millrace.model.DocumentBatch;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** A batch of nested documents of about 1 KB, the same at each run. */
public final class ServiceOrders {

    public static final int COUNT = 1_000;

    private final Random random = new Random(20_26);

    public static DocumentBatch batch() {
        DocumentBatch batch = new DocumentBatch(1 << 20);
        ServiceOrders orders = new ServiceOrders();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = new RawBsonDocument(orders.order(i), new DocumentCodec())
                    .getByteBuffer()
                    .array();
            batch.add(bytes, 0, LittleEndian.int32(bytes, 0));
        }
        return batch;
    }

    static List<Document> documents() {
        ServiceOrders orders = new ServiceOrders();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            documents.add(orders.order(i));
        }
        return documents;
    }

    private Document order(int number) {
        Instant opened = Instant.ofEpochMilli(1_700_000_000_000L + number * 61_337L);
        List<Document> positions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            positions.add(position(i));
        }
        return new Document("_id", new ObjectId(1_700_000_000 + number, number))
                .append("tenant", new BsonBinary(new UUID(random.nextLong(), random.nextLong())))
                .append("number", "SO-2026-" + (100_000 + number))
                .append("status", number % 3 == 0 ? "closed" : "in progress")
                .append("priority", number % 5)
                .append("version", (long) random.nextInt(1 << 20))
                .append("customer", customer(number))
                .append("positions", positions)
                .append("tags", List.of("warranty", "on site", "größe " + number % 7))
                .append("openedAt", Date.from(opened))
                .append("closedAt", number % 3 == 0 ? Date.from(opened.plusSeconds(7_205)) : null)
                .append("remarks", "Customer reports a \"rattling\" noise; replace the bearing and check again.")
                .append("billable", number % 2 == 0);
    }

    private Document customer(int number) {
        return new Document("name", "Customer " + number + " GmbH & Co. KG")
                .append("email", "service" + number + "@example.com")
                .append(
                        "address",
                        new Document("street", "Hauptstraße " + number % 200)
                                .append("city", "Berlin")
                                .append("zip", "10115")
                                .append("location", List.of(13.404954 + number / 1e6, 52.520008 - number / 1e6)));
    }

    private Document position(int line) {
        return new Document("line", line)
                .append("sku", "BRG-" + random.nextInt(100_000))
                .append("description", "Deep groove ball bearing")
                .append("quantity", 1 + random.nextInt(10))
                .append("hours", random.nextInt(100) / 4.0)
                .append("price", new Decimal128(BigDecimal.valueOf(random.nextInt(100_000), 2)));
    }
}
