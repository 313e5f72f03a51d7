package dev.millrace.bson;

import java.util.Arrays;

/** Writes the one value that a cursor stands on, if it holds no others, as Extended JSON. */
final class ScalarJson {

    /** Between code and its scope, which is an object. */
    static final JsonPiece SCOPE = new JsonPiece(", \"$scope\": ");

    private static final JsonPiece TRUE = new JsonPiece("true");
    private static final JsonPiece FALSE = new JsonPiece("false");
    private static final JsonPiece NULL = new JsonPiece("null");
    private static final JsonPiece UNDEFINED = new JsonPiece("{\"$undefined\": true}");
    private static final JsonPiece MIN_KEY = new JsonPiece("{\"$minKey\": 1}");
    private static final JsonPiece MAX_KEY = new JsonPiece("{\"$maxKey\": 1}");
    private static final JsonPiece INT = new JsonPiece("{\"$numberInt\": \"");
    private static final JsonPiece LONG = new JsonPiece("{\"$numberLong\": \"");
    private static final JsonPiece DOUBLE = new JsonPiece("{\"$numberDouble\": \"");
    private static final JsonPiece DECIMAL = new JsonPiece("{\"$numberDecimal\": \"");
    private static final JsonPiece DATE_TEXT = new JsonPiece("{\"$date\": \"");
    private static final JsonPiece DATE = new JsonPiece("{\"$date\": ");
    private static final JsonPiece OID = new JsonPiece("{\"$oid\": \"");
    private static final JsonPiece BINARY = new JsonPiece("{\"$binary\": {\"base64\": \"");
    private static final JsonPiece SUBTYPE = new JsonPiece("\", \"subType\": \"");
    private static final JsonPiece TIME = new JsonPiece("{\"$timestamp\": {\"t\": ");
    private static final JsonPiece INCREMENT = new JsonPiece(", \"i\": ");
    private static final JsonPiece REGEX = new JsonPiece("{\"$regularExpression\": {\"pattern\": ");
    private static final JsonPiece OPTIONS = new JsonPiece(", \"options\": ");
    private static final JsonPiece SYMBOL = new JsonPiece("{\"$symbol\": ");
    private static final JsonPiece CODE = new JsonPiece("{\"$code\": ");
    private static final JsonPiece POINTER = new JsonPiece("{\"$dbPointer\": {\"$ref\": ");
    private static final JsonPiece POINTER_ID = new JsonPiece(", \"$id\": ");
    private static final JsonPiece END_TEXT = new JsonPiece("\"}");
    private static final JsonPiece END_TEXT_TWICE = new JsonPiece("\"}}");
    private static final JsonPiece END_TWICE = new JsonPiece("}}");

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
            case TypeByte.BOOLEAN -> out.piece(at.bool() ? TRUE : FALSE);
            case TypeByte.NULL -> out.piece(NULL);
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
                out.piece(SYMBOL);
                out.string(at.bytes(), at.textOffset(), at.textLength(), at.origin());
                out.endObject();
            }
            case TypeByte.DB_POINTER -> dbPointer(at, out);
            case TypeByte.UNDEFINED -> out.piece(UNDEFINED);
            case TypeByte.MIN_KEY -> out.piece(MIN_KEY);
            case TypeByte.MAX_KEY -> out.piece(MAX_KEY);
            default -> throw new IllegalStateException("the element holds others");
        }
    }

    /** Writes the code of code with or without scope, and leaves its object open. */
    void code(BsonCursor at, JsonBuffer out) {
        boolean scoped = at.type() == TypeByte.CODE_WITH_SCOPE;
        int start = at.valueOffset() + (scoped ? 4 : 0);
        out.piece(CODE);
        out.string(at.bytes(), start + 4, LittleEndian.int32(at.bytes(), start) - 1, at.origin());
    }

    private void int32(int value, JsonBuffer out) {
        if (canonical) {
            out.piece(INT);
            out.integer(value);
            out.piece(END_TEXT);
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
        out.piece(LONG);
        out.integer(value);
        out.piece(END_TEXT);
    }

    private void float64(double value, JsonBuffer out) {
        if (canonical || !Double.isFinite(value) || (throughDecimals && !DoubleText.isDecimal(value))) {
            out.piece(DOUBLE);
            DoubleText.write(value, out);
            out.piece(END_TEXT);
        } else if (throughDecimals) {
            DoubleText.writeDecimal(value, out);
        } else {
            DoubleText.write(value, out);
        }
    }

    private void date(long millis, JsonBuffer out) {
        if (canonical || !DateText.isWritable(millis)) {
            out.piece(DATE);
            numberLong(millis, out);
            out.endObject();
        } else {
            out.piece(DATE_TEXT);
            DateText.write(millis, out);
            out.piece(END_TEXT);
        }
    }

    private static void decimal(BsonCursor at, JsonBuffer out) {
        out.piece(DECIMAL);
        DecimalText.write(LittleEndian.int64(at.bytes(), at.valueOffset() + 8), at.int64(), out);
        out.piece(END_TEXT);
    }

    private static void objectId(byte[] bytes, int offset, JsonBuffer out) {
        out.piece(OID);
        BinaryText.hex(bytes, offset, 12, false, out);
        out.piece(END_TEXT);
    }

    private static void binary(BsonCursor at, JsonBuffer out) {
        out.piece(BINARY);
        BinaryText.base64(at.bytes(), at.binaryOffset(), at.binaryLength(), out);
        out.piece(SUBTYPE);
        BinaryText.hex(at.bytes(), at.valueOffset() + 4, 1, true, out);
        out.piece(END_TEXT_TWICE);
    }

    private static void timestamp(long value, JsonBuffer out) {
        out.piece(TIME);
        out.integer(value >>> 32);
        out.piece(INCREMENT);
        out.integer(value & 0xFFFFFFFFL);
        out.piece(END_TWICE);
    }

    private static void dbPointer(BsonCursor at, JsonBuffer out) {
        int namespace = LittleEndian.int32(at.bytes(), at.valueOffset());
        out.piece(POINTER);
        out.string(at.bytes(), at.valueOffset() + 4, namespace - 1, at.origin());
        out.piece(POINTER_ID);
        objectId(at.bytes(), at.valueOffset() + 4 + namespace, out);
        out.piece(END_TWICE);
    }

    private static void regex(BsonCursor at, JsonBuffer out) {
        int end = at.valueOffset() + at.valueLength();
        int pattern = CString.length(at.bytes(), at.valueOffset(), end);
        int options = at.valueOffset() + pattern + 1;
        out.piece(REGEX);
        out.string(at.bytes(), at.valueOffset(), pattern, at.origin());
        out.piece(OPTIONS);
        int start = out.length();
        out.string(at.bytes(), options, end - 1 - options, at.origin());
        sort(out, start + 1, out.length() - 1);
        out.piece(END_TWICE);
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
