package dev.millrace.doubles.mongo;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Orders of a shop, about 1 KB each, the same at every run: ObjectIds that rise, nested lines, dates, decimals. */
public final class OrderDocuments {
    private static final long FIRST_SECOND = 1_700_000_000L;
    private static final int ORDERS_PER_SECOND = 10;
    /** IEEE 754 decimal128 in BID encoding: the high half of a number with two digits after the point. */
    private static final long TWO_DECIMALS = 0x303c_0000_0000_0000L;

    private static final List<String> CITIES = List.of("Zürich", "Lisboa", "Kraków", "Ōsaka", "Montréal", "Recife");
    private static final List<String> STATES = List.of("new", "paid", "packed", "shipped", "delivered", "returned");
    private static final String WORDS =
            "solid oak chair with a woven seat and brass feet, packed flat, for indoor use ".repeat(3);

    private OrderDocuments() {}

    /** So many orders, made one by one as they are asked for. */
    public static Iterable<byte[]> of(int count) {
        return () -> IntStream.range(0, count).mapToObj(OrderDocuments::bytes).iterator();
    }

    /** Order of that number, counted from 0; always the same. */
    public static BsonDocument order(int number) {
        return RawBson.decode(bytes(number));
    }

    private static byte[] bytes(int number) {
        SplittableRandom random = new SplittableRandom(number);
        long second = FIRST_SECOND + number / ORDERS_PER_SECOND;
        BasicOutputBuffer out = new BasicOutputBuffer(2048);
        try (BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
            writer.writeStartDocument();
            writer.writeObjectId("_id", id(second, number));
            writer.writeInt32("number", number);
            writer.writeString("state", STATES.get(random.nextInt(STATES.size())));
            writeCustomer(writer, random);
            writer.writeDateTime("orderedAt", second * 1000 + random.nextInt(1000));
            writer.writeDecimal128(
                    "total", Decimal128.fromIEEE754BIDEncoding(TWO_DECIMALS, random.nextLong(1_000_000)));
            writer.writeBoolean("express", random.nextInt(5) == 0);
            writer.writeDouble("weight", random.nextInt(100_000) / 1000.0);
            writeLines(writer, random);
            writer.writeString("note", WORDS.substring(0, 120 + random.nextInt(100)));
            writer.writeEndDocument();
        }
        return out.toByteArray();
    }

    private static void writeCustomer(BsonBinaryWriter writer, SplittableRandom random) {
        int customer = random.nextInt(50_000);
        writer.writeStartDocument("customer");
        writer.writeInt64("id", 10_000_000_000L + customer);
        writer.writeString("name", "Customer " + customer);
        writer.writeStartDocument("address");
        writer.writeString("city", CITIES.get(random.nextInt(CITIES.size())));
        writer.writeString("street", "Long Street " + random.nextInt(300));
        writer.writeString("postcode", Integer.toString(10_000 + random.nextInt(80_000)));
        writer.writeEndDocument();
        writer.writeEndDocument();
    }

    private static void writeLines(BsonBinaryWriter writer, SplittableRandom random) {
        writer.writeStartArray("lines");
        for (int lines = 3 + random.nextInt(4); lines > 0; lines--) {
            writer.writeStartDocument();
            writer.writeString("sku", "SKU-" + (100_000 + random.nextInt(900_000)));
            writer.writeString("title", WORDS.substring(0, 30 + random.nextInt(45)));
            writer.writeInt32("quantity", 1 + random.nextInt(9));
            writer.writeDouble("price", random.nextInt(50_000) / 100.0);
            writer.writeEndDocument();
        }
        writer.writeEndArray();
    }

    private static ObjectId id(long second, int number) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putInt((int) second)
                .putInt(0x6d696c6c)
                .putInt(number)
                .array();
        return new ObjectId(bytes);
    }
}
