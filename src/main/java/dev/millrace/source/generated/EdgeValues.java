package dev.millrace.source.generated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Values of every BSON type, those at the limits of each type included. */
final class EdgeValues {

    private static final byte[] UUID_BYTES = {0, 17, 34, 51, 68, 85, 102, 119, -120, -103, -86, -69, -52, -35, -18, -1};

    private final List<Map.Entry<String, byte[]>> values = new ArrayList<>();

    private EdgeValues() {}

    /** Description and the element `v` as BSON, in a fixed order. */
    static List<Map.Entry<String, byte[]>> all() {
        EdgeValues edges = new EdgeValues();
        edges.numbers();
        edges.texts();
        edges.moments();
        edges.binaries();
        edges.structures();
        edges.others();
        return edges.values;
    }

    private void numbers() {
        for (double value : new double[] {
            0.0,
            1.5,
            -0.0,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0.1,
            1e21,
            9007199254740992.0
        }) {
            add("double " + value, new BsonDouble(value));
        }
        for (int value : new int[] {0, 42, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            add("int32 " + value, new BsonInt32(value));
        }
        for (long value : new long[] {0, 1L << 31, 9007199254740993L, Long.MIN_VALUE, Long.MAX_VALUE}) {
            add("int64 " + value, new BsonInt64(value));
        }
        for (String value : List.of(
                "0",
                "-0",
                "0E-6176",
                "0E+6111",
                "12345.6789",
                "NaN",
                "Infinity",
                "-Infinity",
                "1.5E+6111",
                "1E-6176",
                "9.999999999999999999999999999999999E+6144",
                "99999999999999999999999999999999.99")) {
            add("decimal128 " + value, new BsonDecimal128(Decimal128.parse(value)));
        }
        add("true", BsonBoolean.TRUE);
        add("false", BsonBoolean.FALSE);
    }

    private void texts() {
        add("string", new BsonString("grüße 水 😀"));
        add("empty string", new BsonString(""));
        add("string with NUL", new BsonString("a\0b"));
        add("string with control characters", new BsonString("\u0001\b\t\n\f\r\u001f\"\\/\u007f\u2028\u2029"));
        add("symbol", new BsonSymbol("symbol"));
        add("javascript", new BsonJavaScript("function(){}"));
        add(
                "javascript with scope",
                new BsonJavaScriptWithScope("function(){return x}", new BsonDocument("x", new BsonInt32(1))));
        add("regex", new BsonRegularExpression("^a.*b$", "im"));
        add("empty regex", new BsonRegularExpression("", ""));
        add("regex with slash and quote", new BsonRegularExpression("a/b\"\\d", "x"));
    }

    private void moments() {
        for (long value : new long[] {
            0, 1709209801250L, -1, -2208988800000L, 568971820800000L, -62198755200000L, Long.MAX_VALUE, Long.MIN_VALUE
        }) {
            add("date " + value, new BsonDateTime(value));
        }
        add("timestamp", new BsonTimestamp(1700000000, 7));
        add("timestamp 0", new BsonTimestamp(0, 0));
        add("timestamp max", new BsonTimestamp(-1L));
        add("objectId", new BsonObjectId(new ObjectId("650000000000000000000001")));
        add("objectId 0", new BsonObjectId(new ObjectId("000000000000000000000000")));
        add("objectId max", new BsonObjectId(new ObjectId("ffffffffffffffffffffffff")));
    }

    private void binaries() {
        add("empty binary", new BsonBinary(new byte[0]));
        add("binary generic", new BsonBinary(new byte[] {0, 1, 127, -128, -1}));
        for (int subtype : new int[] {1, 2, 6, 7, 8, 9, 128, 255}) {
            add("binary subtype " + subtype, new BsonBinary((byte) subtype, new byte[] {1, 2, 3}));
        }
        add("uuid", new BsonBinary((byte) 4, UUID_BYTES));
        add("uuid legacy", new BsonBinary((byte) 3, UUID_BYTES));
        add("md5", new BsonBinary((byte) 5, UUID_BYTES));
        add("uuid with a wrong length", new BsonBinary((byte) 4, new byte[] {1, 2, 3}));
    }

    private void structures() {
        add("document", BsonDocument.parse("{a: 1, b: {c: 'd'}}"));
        add("empty document", new BsonDocument());
        add("document with dollar and dot keys", BsonDocument.parse("{'$x': 1, 'a.b': 2, '': 3}"));
        add(
                "document that looks like Extended JSON",
                new BsonDocument("$oid", new BsonInt32(1)).append("$numberLong", BsonBoolean.TRUE));
        add(
                "dbRef",
                BsonDocument.parse("{'$ref': 'orders', '$id': {'$oid': '650000000000000000000002'}, '$db': 'shop'}"));
        add("array", BsonArray.parse("[1, 'two', {three: 3}, [4]]"));
        add("empty array", new BsonArray());
        add("array of nothing", new BsonArray(List.of(BsonNull.VALUE, new BsonArray(), new BsonDocument())));
    }

    private void others() {
        add("null", BsonNull.VALUE);
        add("undefined", new BsonUndefined());
        add("minKey", new BsonMinKey());
        add("maxKey", new BsonMaxKey());
        add("dbPointer", new BsonDbPointer("shop.orders", new ObjectId("650000000000000000000003")));
        // A field that is not there at all.
        values.add(Map.entry("missing", new byte[0]));
    }

    private void add(String what, BsonValue value) {
        RawBsonDocument document = new RawBsonDocument(new BsonDocument("v", value), new BsonDocumentCodec());
        byte[] bytes = new byte[document.getByteBuffer().remaining()];
        document.getByteBuffer().get(bytes);
        values.add(Map.entry(what, Arrays.copyOfRange(bytes, 4, bytes.length - 1)));
    }
}
