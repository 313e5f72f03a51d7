package dev.millrace.source.generated;

import java.nio.charset.StandardCharsets;

/** `_id`s of every type that a server takes, all different: first the values that exist once, then types in turn. */
final class OddIds {

    static final byte[] ZERO = BsonAppender.name("0");

    private static final byte[] ID = BsonAppender.name("_id");
    private static final byte[] A = BsonAppender.name("a");
    private static final int SINGLE = 10;
    private static final int TYPES = 11;

    private OddIds() {}

    static void write(long index, BsonAppender out) {
        switch ((int) (index < SINGLE ? index : SINGLE + index % TYPES)) {
            case 0 -> out.element(BsonTypeByte.MIN_KEY, ID);
            case 1 -> out.element(BsonTypeByte.MAX_KEY, ID);
            case 2 -> out.element(BsonTypeByte.NULL, ID);
            case 3 -> bool(false, out);
            case 4 -> bool(true, out);
            case 5 -> out.string(ID, new byte[0]);
            case 6 -> emptyDocument(out);
            case 7 -> float64(Double.NaN, out);
            case 8 -> float64(Double.NEGATIVE_INFINITY, out);
            case 9 -> float64(Double.POSITIVE_INFINITY, out);
            case 10 -> {
                out.element(BsonTypeByte.INT32, ID);
                out.int32((int) index);
            }
            case 11 -> long64(BsonTypeByte.INT64, (1L << 40) + index, out);
            case 12 -> float64(index + 0.5, out);
            case 13 -> {
                out.element(BsonTypeByte.DECIMAL128, ID);
                out.decimal128(index * 4 + 1, 2);
            }
            case 14 -> out.string(ID, ("id " + index).getBytes(StandardCharsets.US_ASCII));
            case 15 -> {
                out.element(BsonTypeByte.OBJECT_ID, ID);
                out.int32((int) index);
                out.int64(RandomStream.mix(index));
            }
            case 16 -> uuid(index, out);
            case 17 -> long64(BsonTypeByte.DATE, (index - 1000) * 86_400_000, out);
            case 18 -> long64(BsonTypeByte.TIMESTAMP, index, out);
            case 19 -> document(index, out);
            default -> out.string(ID, ("a\0" + index + "😀").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void bool(boolean value, BsonAppender out) {
        out.element(BsonTypeByte.BOOLEAN, ID);
        out.int8(value ? 1 : 0);
    }

    private static void float64(double value, BsonAppender out) {
        out.element(BsonTypeByte.DOUBLE, ID);
        out.float64(value);
    }

    private static void long64(int type, long value, BsonAppender out) {
        out.element(type, ID);
        out.int64(value);
    }

    private static void emptyDocument(BsonAppender out) {
        out.element(BsonTypeByte.DOCUMENT, ID);
        out.end(out.begin());
    }

    private static void uuid(long index, BsonAppender out) {
        out.element(BsonTypeByte.BINARY, ID);
        out.int32(16);
        out.int8(4);
        out.int64(RandomStream.mix(index));
        out.int64(index);
    }

    private static void document(long index, BsonAppender out) {
        out.element(BsonTypeByte.DOCUMENT, ID);
        int start = out.begin();
        out.element(BsonTypeByte.INT64, A);
        out.int64(index);
        out.end(start);
    }
}
