package dev.millrace.doubles.mongo;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Orders of a shop, about 1 KB each, the same at every run: ObjectIds that rise, nested lines, dates, decimals. */
public final class OrderDocuments {
    private static final long FIRST_SECOND = 1_700_000_000L;
    private static final List<String> CITIES = List.of("Zürich", "Lisboa", "Kraków", "Ōsaka", "Montréal", "Recife");
    private static final List<String> STATES = List.of("new", "paid", "packed", "shipped", "delivered", "returned");
    private static final String WORDS =
            "solid oak chair with a woven seat and brass feet, packed flat, for indoor use ";

    private OrderDocuments() {}

    /** So many orders, made one by one as they are asked for. */
    public static Iterable<byte[]> of(int count) {
        return () -> {
            Iterator<byte[]> orders = IntStream.range(0, count)
                    .mapToObj(number -> RawBson.encode(order(number)))
                    .iterator();
            return orders;
        };
    }

    /** Order of that number, counted from 0; always the same. */
    public static BsonDocument order(int number) {
        SplittableRandom random = new SplittableRandom(number);
        long second = FIRST_SECOND + number / 10;
        BsonArray lines = new BsonArray();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            lines.add(line(random));
        }
        String city = CITIES.get(random.nextInt(CITIES.size()));
        return new BsonDocument("_id", new BsonObjectId(id(second, number)))
                .append("number", new BsonInt32(number))
                .append("state", new BsonString(STATES.get(random.nextInt(STATES.size()))))
                .append(
                        "customer",
                        new BsonDocument("id", new BsonInt64(10_000_000_000L + random.nextInt(50_000)))
                                .append("name", new BsonString("Customer " + random.nextInt(50_000)))
                                .append(
                                        "address",
                                        new BsonDocument("city", new BsonString(city))
                                                .append("street", new BsonString("Long Street " + random.nextInt(300)))
                                                .append(
                                                        "postcode",
                                                        new BsonString(
                                                                Integer.toString(10_000 + random.nextInt(80_000))))))
                .append("orderedAt", new BsonDateTime(second * 1000 + random.nextInt(1000)))
                .append(
                        "total",
                        new BsonDecimal128(Decimal128.parse(random.nextInt(10_000) + "." + (10 + random.nextInt(90)))))
                .append("express", BsonBoolean.valueOf(random.nextInt(5) == 0))
                .append("weight", new BsonDouble(random.nextInt(100_000) / 1000.0))
                .append("lines", lines)
                .append("note", new BsonString(WORDS.repeat(3).substring(0, 120 + random.nextInt(100))));
    }

    private static BsonDocument line(SplittableRandom random) {
        return new BsonDocument("sku", new BsonString("SKU-" + (100_000 + random.nextInt(900_000))))
                .append("title", new BsonString(WORDS.substring(0, 30 + random.nextInt(45))))
                .append("quantity", new BsonInt32(1 + random.nextInt(9)))
                .append("price", new BsonDouble(random.nextInt(50_000) / 100.0));
    }

    private static ObjectId id(long second, int number) {
        return new ObjectId("%08x%010x%06x".formatted(second, 0x6d696c6c72L, number & 0xffffff));
    }
}
