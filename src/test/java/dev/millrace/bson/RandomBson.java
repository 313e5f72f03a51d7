package dev.millrace.bson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.bson.BsonBinary;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDbPointer;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Documents of every BSON type, drawn from a seed and written by the driver. */
final class RandomBson {

    private static final String[] NAMES = {
        "_id",
        "a",
        "customer",
        "with.dot",
        "$dollar",
        "",
        "größe",
        "\uD83D\uDE00",
        "quote\"",
        "back\\slash",
        "a\tb",
        "a",
        "aNameThatIsLongerThanTwoWords"
    };
    private static final String[] PIECES = {
        "plain text ",
        "\"",
        "\\",
        "/",
        "\b\f\n\r\t",
        "\u0000",
        "\u001f",
        "\u007f",
        "ä",
        "水",
        "\uD83D\uDE00",
        "\u2028",
        "\uFFFF",
        "e\u0301",
        "<",
        "x"
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.MIN_NORMAL,
        1e7,
        9999999.9,
        1e-3,
        0.00099,
        1e22,
        1e23,
        0.1,
        12.34,
        2e-323
    };
    private static final long[] LONGS = {
        0,
        -1,
        1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        9007199254740993L,
        253_402_300_799_999L,
        253_402_300_800_000L,
        1_709_209_801_250L,
        951_827_696_000L
    };
    private static final String[] DECIMALS = {
        "0",
        "-0",
        "0E+3",
        "0E-7",
        "1.5E+6111",
        "NaN",
        "Infinity",
        "-Infinity",
        "12345.6789",
        "0.000001",
        "0.0000001",
        "9999999999999999999999999999999999",
        "-1E-6176",
        "1.000",
        "1E+3",
        "9.999999999999999999999999999999999E+6144"
    };

    private final Random random;

    RandomBson(long seed) {
        random = new Random(seed);
    }

    byte[] document() {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            document(writer, 0);
        }
        return buffer.toByteArray();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private void document(BsonBinaryWriter writer, int depth) {
        writer.writeStartDocument();
        for (int i = random.nextInt(8); i > 0; i--) {
            writer.writeName(NAMES[random.nextInt(NAMES.length)]);
            value(writer, depth + 1);
        }
        writer.writeEndDocument();
    }

    private void array(BsonBinaryWriter writer, int depth) {
        writer.writeStartArray();
        for (int i = random.nextInt(5); i > 0; i--) {
            value(writer, depth + 1);
        }
        writer.writeEndArray();
    }

    private void value(BsonBinaryWriter writer, int depth) {
        switch (random.nextInt(depth > 4 ? 19 : 23)) {
            case 0 -> writer.writeDouble(float64());
            case 1 -> writer.writeString(text());
            case 2 -> writer.writeBinaryData(binary());
            case 3 -> writer.writeUndefined();
            case 4 -> writer.writeObjectId(objectId());
            case 5 -> writer.writeBoolean(random.nextBoolean());
            case 6 -> writer.writeDateTime(int64());
            case 7 -> writer.writeNull();
            case 8 -> writer.writeRegularExpression(new BsonRegularExpression(text().replace("\0", ""), "imx"));
            case 9 -> writer.writeDBPointer(new BsonDbPointer("shop.orders", objectId()));
            case 10 -> writer.writeJavaScript(text());
            case 11 -> writer.writeSymbol(text());
            case 12 -> writer.writeInt32(random.nextInt() >> random.nextInt(32));
            case 13 -> writer.writeTimestamp(new BsonTimestamp(random.nextInt(), random.nextInt()));
            case 14 -> writer.writeInt64(int64());
            case 15 -> writer.writeDecimal128(decimal());
            case 16 -> writer.writeMinKey();
            case 17 -> writer.writeMaxKey();
            case 18 -> {
                writer.writeJavaScriptWithScope(text());
                document(writer, depth + 1);
            }
            case 19, 20 -> document(writer, depth);
            default -> array(writer, depth);
        }
    }

    double float64() {
        return switch (random.nextInt(4)) {
            case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(10));
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(10) - 3);
        };
    }

    long int64() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong() >> random.nextInt(64);
    }

    Decimal128 decimal() {
        if (random.nextBoolean()) {
            return Decimal128.parse(DECIMALS[random.nextInt(DECIMALS.length)]);
        }
        BigInteger coefficient = new BigInteger(random.nextInt(113), random);
        int exponent = random.nextInt(8) == 0 ? random.nextInt(6111 + 6176) - 6111 : random.nextInt(60) - 10;
        return new Decimal128(new BigDecimal(random.nextBoolean() ? coefficient : coefficient.negate(), exponent));
    }

    private BsonBinary binary() {
        byte[] data = new byte[random.nextInt(20)];
        random.nextBytes(data);
        byte[] subtypes = {0, 1, 2, 5, 6, 9, (byte) 0x80, (byte) 0xff};
        return new BsonBinary(subtypes[random.nextInt(subtypes.length)], data);
    }

    private ObjectId objectId() {
        byte[] id = new byte[12];
        random.nextBytes(id);
        return new ObjectId(id);
    }
}
