package dev.millrace.bson;

import java.util.Arrays;

/** Writes the one value that a cursor stands on, if it holds no others, as Extended JSON. */
final class ScalarJson {

    private static final byte[] TRUE = Digits.ascii("true");
    private static final byte[] FALSE = Digits.ascii("false");
    private static final byte[] NULL = Digits.ascii("null");
    private static final byte[] UNDEFINED = Digits.ascii("{\"$undefined\": true}");
    private static final byte[] MIN_KEY = Digits.ascii("{\"$minKey\": 1}");
    private static final byte[] MAX_KEY = Digits.ascii("{\"$maxKey\": 1}");
    private static final byte[] INT = Digits.ascii("{\"$numberInt\": \"");
    private static final byte[] LONG = Digits.ascii("{\"$numberLong\": \"");
    private static final byte[] DOUBLE = Digits.ascii("{\"$numberDouble\": \"");
    private static final byte[] DECIMAL = Digits.ascii("{\"$numberDecimal\": \"");
    private static final byte[] DATE_TEXT = Digits.ascii("{\"$date\": \"");
    private static final byte[] DATE = Digits.ascii("{\"$date\": ");
    private static final byte[] OID = Digits.ascii("{\"$oid\": \"");
    private static final byte[] BINARY = Digits.ascii("{\"$binary\": {\"base64\": \"");
    private static final byte[] SUBTYPE = Digits.ascii("\", \"subType\": \"");
    private static final byte[] TIME = Digits.ascii("{\"$timestamp\": {\"t\": ");
    private static final byte[] INCREMENT = Digits.ascii(", \"i\": ");
    private static final byte[] REGEX = Digits.ascii("{\"$regularExpression\": {\"pattern\": ");
    private static final byte[] OPTIONS = Digits.ascii(", \"options\": ");
    private static final byte[] SYMBOL = Digits.ascii("{\"$symbol\": ");
    private static final byte[] CODE = Digits.ascii("{\"$code\": ");
    private static final byte[] POINTER = Digits.ascii("{\"$dbPointer\": {\"$ref\": ");
    private static final byte[] POINTER_ID = Digits.ascii(", \"$id\": ");
    private static final byte[] END_TEXT = Digits.ascii("\"}");
    private static final byte[] END_TEXT_TWICE = Digits.ascii("\"}}");
    private static final byte[] END_TWICE = Digits.ascii("}}");

    private final boolean canonical;
    private final boolean throughDecimals;

    ScalarJson(JsonMode mode) {
        this(mode, false);
    }

    /** @param throughDecimals whether readers see a number as a decimal, so that a double needs a point and no exponent */
    ScalarJson(JsonMode mode, boolean throughDecimals) {
        canonical = mode == JsonMode.CANONICAL;
        this.throughDecimals = throughDecimals;
    }

    void write(BsonCursor at, JsonBuffer out) {
        switch (at.type()) {
            case TypeByte.STRING -> out.string(at.bytes(), at.textOffset(), at.textLength(), at.origin());
            case TypeByte.INT32 -> int32(at.int32(), out);
            case TypeByte.INT64 -> int64(at.int64(), out);
            case TypeByte.DOUBLE -> float64(at.float64(), out);
            case TypeByte.BOOLEAN -> out.raw(at.bool() ? TRUE : FALSE);
            case TypeByte.NULL -> out.raw(NULL);
            case TypeByte.OBJECT_ID -> objectId(at.bytes(), at.valueOffset(), out);
            case TypeByte.DATE -> date(at.int64(), out);
            case TypeByte.DECIMAL128 -> decimal(at, out);
            case TypeByte.BINARY -> binary(at, out);
            default -> rare(at, out);
        }
    }

    private void rare(BsonCursor at, JsonBuffer out) {
        switch (at.type()) {
            case TypeByte.TIMESTAMP -> timestamp(at.int64(), out);
            case TypeByte.REGEX -> regex(at, out);
            case TypeByte.CODE -> {
                code(at, out);
                out.endObject();
            }
            case TypeByte.SYMBOL -> {
                out.raw(SYMBOL);
                out.string(at.bytes(), at.textOffset(), at.textLength(), at.origin());
                out.endObject();
            }
            case TypeByte.DB_POINTER -> dbPointer(at, out);
            case TypeByte.UNDEFINED -> out.raw(UNDEFINED);
            case TypeByte.MIN_KEY -> out.raw(MIN_KEY);
            case TypeByte.MAX_KEY -> out.raw(MAX_KEY);
            default -> throw new IllegalStateException("the element holds others");
        }
    }

    /** Writes the code of code with or without scope, and leaves its object open. */
    void code(BsonCursor at, JsonBuffer out) {
        boolean scoped = at.type() == TypeByte.CODE_WITH_SCOPE;
        int start = at.valueOffset() + (scoped ? 4 : 0);
        out.raw(CODE);
        out.string(at.bytes(), start + 4, LittleEndian.int32(at.bytes(), start) - 1, at.origin());
    }

    private void int32(int value, JsonBuffer out) {
        if (canonical) {
            out.raw(INT);
            out.integer(value);
            out.raw(END_TEXT);
        } else {
            out.integer(value);
        }
    }

    private void int64(long value, JsonBuffer out) {
        if (canonical) {
            numberLong(value, out);
        } else {
            out.integer(value);
        }
    }

    private static void numberLong(long value, JsonBuffer out) {
        out.raw(LONG);
        out.integer(value);
        out.raw(END_TEXT);
    }

    private void float64(double value, JsonBuffer out) {
        if (canonical || !Double.isFinite(value) || (throughDecimals && !DoubleText.isDecimal(value))) {
            out.raw(DOUBLE);
            DoubleText.write(value, out);
            out.raw(END_TEXT);
        } else if (throughDecimals) {
            DoubleText.writeDecimal(value, out);
        } else {
            DoubleText.write(value, out);
        }
    }

    private void date(long millis, JsonBuffer out) {
        if (canonical || !DateText.isWritable(millis)) {
            out.raw(DATE);
            numberLong(millis, out);
            out.endObject();
        } else {
            out.raw(DATE_TEXT);
            DateText.write(millis, out);
            out.raw(END_TEXT);
        }
    }

    private static void decimal(BsonCursor at, JsonBuffer out) {
        out.raw(DECIMAL);
        DecimalText.write(LittleEndian.int64(at.bytes(), at.valueOffset() + 8), at.int64(), out);
        out.raw(END_TEXT);
    }

    private static void objectId(byte[] bytes, int offset, JsonBuffer out) {
        out.raw(OID);
        BinaryText.hex(bytes, offset, 12, false, out);
        out.raw(END_TEXT);
    }

    private static void binary(BsonCursor at, JsonBuffer out) {
        out.raw(BINARY);
        BinaryText.base64(at.bytes(), at.binaryOffset(), at.binaryLength(), out);
        out.raw(SUBTYPE);
        BinaryText.hex(at.bytes(), at.valueOffset() + 4, 1, true, out);
        out.raw(END_TEXT_TWICE);
    }

    private static void timestamp(long value, JsonBuffer out) {
        out.raw(TIME);
        out.integer(value >>> 32);
        out.raw(INCREMENT);
        out.integer(value & 0xFFFFFFFFL);
        out.raw(END_TWICE);
    }

    private static void dbPointer(BsonCursor at, JsonBuffer out) {
        int namespace = LittleEndian.int32(at.bytes(), at.valueOffset());
        out.raw(POINTER);
        out.string(at.bytes(), at.valueOffset() + 4, namespace - 1, at.origin());
        out.raw(POINTER_ID);
        objectId(at.bytes(), at.valueOffset() + 4 + namespace, out);
        out.raw(END_TWICE);
    }

    private static void regex(BsonCursor at, JsonBuffer out) {
        int end = at.valueOffset() + at.valueLength();
        int pattern = CString.length(at.bytes(), at.valueOffset(), end);
        int options = at.valueOffset() + pattern + 1;
        out.raw(REGEX);
        out.string(at.bytes(), at.valueOffset(), pattern, at.origin());
        out.raw(OPTIONS);
        int start = out.length();
        out.string(at.bytes(), options, end - 1 - options, at.origin());
        sort(out, start + 1, out.length() - 1);
        out.raw(END_TWICE);
    }

    /** The specification wants options in alphabetical order; letters are left alone where others are among them. */
    private static void sort(JsonBuffer out, int from, int to) {
        for (int i = from; i < to; i++) {
            if (out.bytes()[i] < 'a' || out.bytes()[i] > 'z') {
                return;
            }
        }
        Arrays.sort(out.bytes(), from, to);
    }
}
