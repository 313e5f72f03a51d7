package dev.millrace.schema;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.types.Decimal128;

/**
 * Documents such as a collection has, drawn from a seed: most fields have one type, some are missing, null or of another
 * type, and some documents hold what nobody expects.
 */
public final class RandomDocuments {

    private static final String[] TEXTS = {"", "plain", "grüße 水 😀", "a\0b", "\"quoted\" \\ /", "x".repeat(300)};
    private static final String[] STRANGE_NAMES = {
        "",
        "a.b",
        "😀",
        "$oid",
        "$numberInt",
        "_rest",
        "x[3]",
        "n#2",
        "n!bson",
        "back\\slash",
        "A",
        "a",
        "\"q\"",
        "new\nline"
    };
    private static final String[] DECIMALS = {
        "0", "-0", "1.50", "NaN", "Infinity", "-1E-6176", "9.999999999999999999999999999999999E+6144", "12345.6789"
    };
    private static final double[] DOUBLES = {
        0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE, 3
    };
    private static final long[] LONGS = {0, -1, 5, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE};

    private final Random random;
    private final String nul;

    public RandomDocuments(long seed) {
        this(seed, "\0");
    }

    /** @param nul what stands in texts where a NUL character would */
    public RandomDocuments(long seed, String nul) {
        random = new Random(seed);
        this.nul = nul;
    }

    public List<byte[]> next(int count) {
        List<byte[]> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(document().toArray());
        }
        return documents;
    }

    private BsonBytes document() {
        BsonBytes document = BsonBytes.document();
        usual(document, "_id", 0x07);
        usual(document, "count", 0x10);
        usual(document, "total", 0x12);
        usual(document, "price", 0x01);
        usual(document, "amount", 0x13);
        usual(document, "name", 0x02);
        usual(document, "active", 0x08);
        usual(document, "at", 0x09);
        usual(document, "hash", 0x05);
        if (random.nextInt(10) > 0) {
            document.document("address", address());
        }
        if (random.nextInt(10) > 0) {
            document.array("tags", array(3, 0x02));
            document.array("matrix", matrix());
            document.array("items", items());
        }
        if (random.nextInt(4) == 0) {
            any(document, STRANGE_NAMES[random.nextInt(STRANGE_NAMES.length)], 0);
        }
        if (random.nextInt(8) == 0) {
            any(document, "name", 0);
            any(document, "name", 0);
            document.put(new byte[] {'b', (byte) 0xFF, '.'}, 0x10, BsonBytes.int32(7));
        }
        return document;
    }

    private BsonBytes address() {
        BsonBytes address = BsonBytes.document();
        usual(address, "city", 0x02);
        usual(address, "zip", 0x10);
        if (random.nextInt(5) == 0) {
            any(address, STRANGE_NAMES[random.nextInt(STRANGE_NAMES.length)], 1);
            any(address, "city", 1);
        }
        return address;
    }

    private BsonBytes items() {
        BsonBytes items = BsonBytes.document();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(10)) {
                case 0 -> items.nothing("" + i);
                case 1 -> any(items, "" + i, 2);
                default -> items.document("" + i, address().array("sizes", array(3, 0x01)));
            }
        }
        return items;
    }

    private BsonBytes matrix() {
        BsonBytes rows = BsonBytes.document();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            rows.array("" + i, array(3, 0x10));
        }
        return rows;
    }

    private BsonBytes array(int most, int type) {
        BsonBytes array = BsonBytes.document();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(12)) {
                case 0 -> array.nothing("" + i);
                case 1 -> any(array, "" + i, 3);
                default -> array.put("" + i, type, scalar(type));
            }
        }
        return array;
    }

    /** Mostly a value of one type. */
    private void usual(BsonBytes into, String name, int type) {
        switch (random.nextInt(20)) {
            case 0 -> {}
            case 1 -> into.nothing(name);
            case 2 -> any(into, name, 1);
            default -> into.put(name, type, scalar(type));
        }
    }

    /** A value of any type at all. */
    private void any(BsonBytes into, String name, int depth) {
        int[] types = {
            0x01, 0x02, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0xFF, 0x7F
        };
        int choice = random.nextInt(types.length + 4);
        if (choice < types.length) {
            into.put(name, types[choice], scalar(types[choice]));
            return;
        }
        BsonBytes inner = BsonBytes.document();
        int fields = depth > 4 ? 0 : random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            boolean strange = choice % 2 == 0 && random.nextInt(3) == 0;
            any(inner, strange ? STRANGE_NAMES[random.nextInt(STRANGE_NAMES.length)] : "" + i, depth + 1);
        }
        if (choice % 2 == 0) {
            into.document(name, inner);
        } else {
            into.array(name, renumbered(inner));
        }
    }

    /** An array's names are 0, 1, 2 …, as they are in all arrays that servers store. */
    private static BsonBytes renumbered(BsonBytes elements) {
        BsonBytes array = BsonBytes.document();
        int index = 0;
        for (Value.Field field : Value.document(elements.toArray()).fields()) {
            if (field.value() instanceof Value.Leaf leaf) {
                array.put("" + index++, leaf.type(), leaf.bytes());
            }
        }
        return array;
    }

    private byte[] scalar(int type) {
        return switch (type) {
            case 0x01 -> BsonBytes.int64(Double.doubleToRawLongBits(DOUBLES[random.nextInt(DOUBLES.length)]));
            case 0x02, 0x0D, 0x0E -> text();
            case 0x05 -> binary();
            case 0x07 -> bytes(12);
            case 0x08 -> new byte[] {(byte) random.nextInt(2)};
            case 0x09 -> BsonBytes.int64(random.nextInt(10) == 0 ? LONGS[random.nextInt(LONGS.length)] : date());
            case 0x0B -> new byte[] {'a', '.', 0, 'i', 'm', 0};
            case 0x0C -> join(text(), bytes(12));
            case 0x0F -> codeWithScope();
            case 0x10 -> BsonBytes.int32(random.nextInt());
            case 0x11, 0x12 -> BsonBytes.int64(LONGS[random.nextInt(LONGS.length)]);
            case 0x13 -> decimal();
            default -> new byte[0];
        };
    }

    private long date() {
        return (long) (random.nextGaussian() * 1e12);
    }

    private byte[] text() {
        if (random.nextInt(30) == 0) {
            return BsonBytes.text(new byte[] {'x', (byte) 0xC3, 'y'});
        }
        return BsonBytes.text(
                TEXTS[random.nextInt(TEXTS.length)].replace("\0", nul).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] binary() {
        return switch (random.nextInt(6)) {
            case 0 -> BsonBytes.binary(4, bytes(16));
            case 1 -> BsonBytes.binary(4, bytes(3));
            case 2 -> BsonBytes.binary(3, bytes(16));
            case 3 -> BsonBytes.binary(2, join(BsonBytes.int32(5), bytes(5)));
            default -> BsonBytes.binary(0, bytes(random.nextInt(20)));
        };
    }

    private byte[] codeWithScope() {
        byte[] scope = BsonBytes.document().int32("x", 1).toArray();
        byte[] code = text();
        return join(BsonBytes.int32(4 + code.length + scope.length), join(code, scope));
    }

    private byte[] decimal() {
        Decimal128 decimal = random.nextBoolean()
                ? Decimal128.parse(DECIMALS[random.nextInt(DECIMALS.length)])
                : new Decimal128(BigDecimal.valueOf(random.nextInt(), 2));
        return join(BsonBytes.int64(decimal.getLow()), BsonBytes.int64(decimal.getHigh()));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
