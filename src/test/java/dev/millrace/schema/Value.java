package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;

/** A BSON value with everything that a driver's document forgets: the same name twice, names that are no UTF-8. */
public sealed interface Value {

    /** A field; each character of its name is a byte. */
    record Field(String name, Value value) {}

    record Doc(List<Field> fields) implements Value {}

    record Arr(List<Value> elements) implements Value {}

    record Leaf(byte type, byte[] bytes) implements Value {
        @Override
        public String toString() {
            return "0x" + HexFormat.of().toHexDigits(type) + ":"
                    + HexFormat.of().formatHex(bytes);
        }
    }

    Leaf NULL = new Leaf(TypeByte.NULL, new byte[0]);

    static Doc document(byte[] bson) {
        BsonCursor cursor = new BsonCursor();
        cursor.open(bson, 0, bson.length);
        return fields(cursor);
    }

    static Value of(BsonValue value) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(buffer),
                        new BsonDocument("v", value),
                        EncoderContext.builder().build());
        return document(buffer.toByteArray()).fields().getFirst().value();
    }

    static Value ofJson(String json) {
        return of(BsonDocument.parse("{\"v\": " + json + "}").get("v"));
    }

    private static Doc fields(BsonCursor cursor) {
        List<Field> fields = new ArrayList<>();
        while (cursor.next()) {
            String name =
                    new String(cursor.bytes(), cursor.nameOffset(), cursor.nameLength(), StandardCharsets.ISO_8859_1);
            fields.add(new Field(name, at(cursor)));
        }
        return new Doc(fields);
    }

    private static Value at(BsonCursor cursor) {
        byte type = cursor.type();
        if (type != TypeByte.DOCUMENT && type != TypeByte.ARRAY) {
            int from = cursor.valueOffset();
            return new Leaf(type, Arrays.copyOfRange(cursor.bytes(), from, from + cursor.valueLength()));
        }
        cursor.enter();
        Doc inner = fields(cursor);
        cursor.leave();
        return type == TypeByte.DOCUMENT
                ? inner
                : new Arr(inner.fields().stream().map(Field::value).toList());
    }

    /** Whether `rebuilt` is this value by the equivalence that {@link TableSchema} declares. */
    default boolean sameAs(Value rebuilt, boolean keepNulls) {
        return switch (this) {
            case Doc doc -> rebuilt instanceof Doc other && sameFields(doc, other, keepNulls);
            case Arr arr -> rebuilt instanceof Arr other && sameElements(arr, other, keepNulls);
            case Leaf leaf -> rebuilt instanceof Leaf other && sameLeaf(leaf, other);
        };
    }

    private static boolean sameFields(Doc one, Doc other, boolean keepNulls) {
        Map<String, List<Value>> expected = byName(one, keepNulls);
        Map<String, List<Value>> actual = byName(other, keepNulls);
        return expected.keySet().equals(actual.keySet())
                && expected.entrySet().stream()
                        .allMatch(entry -> sameElements(
                                new Arr(entry.getValue()), new Arr(actual.get(entry.getKey())), keepNulls));
    }

    private static Map<String, List<Value>> byName(Doc doc, boolean keepNulls) {
        Map<String, List<Value>> byName = new LinkedHashMap<>();
        for (Field field : doc.fields()) {
            if (keepNulls || !(field.value() instanceof Leaf leaf && leaf.type() == TypeByte.NULL)) {
                byName.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value());
            }
        }
        return byName;
    }

    private static boolean sameElements(Arr one, Arr other, boolean keepNulls) {
        if (one.elements().size() != other.elements().size()) {
            return false;
        }
        for (int i = 0; i < one.elements().size(); i++) {
            if (!one.elements().get(i).sameAs(other.elements().get(i), keepNulls)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameLeaf(Leaf one, Leaf other) {
        if (one.type() == other.type()) {
            return Arrays.equals(one.bytes(), other.bytes()) || sameNumber(one, other);
        }
        boolean widened = isInteger(one)
                && (other.type() == TypeByte.INT64
                        || other.type() == TypeByte.DOUBLE
                        || other.type() == TypeByte.DECIMAL128);
        return widened && number(one).compareTo(number(other)) == 0;
    }

    /** NaNs of any payload are one; so are decimals that differ in their exponent. */
    private static boolean sameNumber(Leaf one, Leaf other) {
        return switch (one.type()) {
            case TypeByte.DOUBLE -> Double.isNaN(float64(one)) && Double.isNaN(float64(other));
            case TypeByte.DECIMAL128 -> {
                Decimal128 first = decimal(one);
                Decimal128 second = decimal(other);
                yield first.toString().equals(second.toString())
                        || (first.isFinite()
                                && second.isFinite()
                                && first.isNegative() == second.isNegative()
                                && first.compareTo(second) == 0);
            }
            default -> false;
        };
    }

    private static boolean isInteger(Leaf leaf) {
        return leaf.type() == TypeByte.INT32 || leaf.type() == TypeByte.INT64;
    }

    private static BigDecimal number(Leaf leaf) {
        return switch (leaf.type()) {
            case TypeByte.INT32 -> BigDecimal.valueOf(little(leaf).getInt(0));
            case TypeByte.INT64 -> BigDecimal.valueOf(little(leaf).getLong(0));
            case TypeByte.DOUBLE -> new BigDecimal(float64(leaf));
            default -> decimal(leaf).bigDecimalValue();
        };
    }

    private static double float64(Leaf leaf) {
        return little(leaf).getDouble(0);
    }

    private static Decimal128 decimal(Leaf leaf) {
        return Decimal128.fromIEEE754BIDEncoding(
                little(leaf).getLong(8), little(leaf).getLong(0));
    }

    private static ByteBuffer little(Leaf leaf) {
        return ByteBuffer.wrap(leaf.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
