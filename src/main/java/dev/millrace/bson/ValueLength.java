package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import java.util.Arrays;

/**
 * Measures a value, and refuses one that does not lie wholly inside its container. Every method takes the offset of the
 * value, the offset that it may not reach beyond, and the offset from which errors count their position.
 */
final class ValueLength {

    private static final int MIN_DOCUMENT = 5;
    private static final int MIN_STRING = 5;
    private static final int OBJECT_ID = 12;

    private static final byte OF_STRING = -1;
    private static final byte OF_DOCUMENT = -2;
    private static final byte OF_BOOLEAN = -3;
    private static final byte OF_OTHER = -4;

    /** Of each type, how many bytes its values have, or how to find out. */
    private static final byte[] LENGTHS = lengths();

    private ValueLength() {}

    private static byte[] lengths() {
        byte[] lengths = new byte[256];
        Arrays.fill(lengths, OF_OTHER);
        put(lengths, OF_STRING, TypeByte.STRING, TypeByte.CODE, TypeByte.SYMBOL);
        put(lengths, OF_DOCUMENT, TypeByte.DOCUMENT, TypeByte.ARRAY);
        put(lengths, OF_BOOLEAN, TypeByte.BOOLEAN);
        put(lengths, 0, TypeByte.NULL, TypeByte.UNDEFINED, TypeByte.MIN_KEY, TypeByte.MAX_KEY);
        put(lengths, 4, TypeByte.INT32);
        put(lengths, 8, TypeByte.DOUBLE, TypeByte.DATE, TypeByte.TIMESTAMP, TypeByte.INT64);
        put(lengths, OBJECT_ID, TypeByte.OBJECT_ID);
        put(lengths, 16, TypeByte.DECIMAL128);
        return lengths;
    }

    private static void put(byte[] lengths, int length, byte... types) {
        for (byte type : types) {
            lengths[type & 0xFF] = (byte) length;
        }
    }

    /** Length in bytes of the value at `at`, its own length fields and terminators included. */
    @AlwaysInline("small, and called for each field")
    static int of(byte type, byte[] bytes, int at, int end, int origin) {
        // By a table, as a switch over types that take turns is guessed wrong by the processor time and again.
        int length = LENGTHS[type & 0xFF];
        if (length >= 0) {
            return fixed(length, type, at, end, origin);
        }
        return switch (length) {
            case OF_STRING -> string(type, bytes, at, end, origin);
            case OF_DOCUMENT -> document(type, bytes, at, end, origin);
            case OF_BOOLEAN -> bool(bytes, at, end, origin);
            default -> rare(type, bytes, at, end, origin);
        };
    }

    private static int rare(byte type, byte[] bytes, int at, int end, int origin) {
        return switch (type) {
            case TypeByte.BINARY -> binary(bytes, at, end, origin);
            case TypeByte.REGEX -> regex(bytes, at, end, origin);
            case TypeByte.DB_POINTER -> {
                int name = string(type, bytes, at, end, origin);
                yield name + fixed(OBJECT_ID, type, at + name, end, origin);
            }
            case TypeByte.CODE_WITH_SCOPE -> codeWithScope(bytes, at, end, origin);
            default -> throw CorruptBson.unknownType(at - origin, type);
        };
    }

    @AlwaysInline("small, and called for each field")
    private static int fixed(int length, byte type, int at, int end, int origin) {
        if (length > end - at) {
            throw CorruptBson.doesNotFit(at - origin, type);
        }
        return length;
    }

    @AlwaysInline("small, and called for each field")
    private static int string(byte type, byte[] bytes, int at, int end, int origin) {
        fixed(MIN_STRING, type, at, end, origin);
        int length = LittleEndian.int32(bytes, at);
        if (length < 1 || length > end - at - 4) {
            throw CorruptBson.doesNotFit(at - origin, type);
        }
        if (bytes[at + 3 + length] != 0) {
            throw CorruptBson.at(at + 3 + length - origin, "a string does not end in a zero byte");
        }
        return 4 + length;
    }

    @AlwaysInline("small, and called for each field")
    private static int document(byte type, byte[] bytes, int at, int end, int origin) {
        fixed(MIN_DOCUMENT, type, at, end, origin);
        int length = LittleEndian.int32(bytes, at);
        if (length < MIN_DOCUMENT || length > end - at) {
            throw CorruptBson.doesNotFit(at - origin, type);
        }
        if (bytes[at + length - 1] != 0) {
            throw CorruptBson.at(at + length - 1 - origin, "a document does not end in a zero byte");
        }
        return length;
    }

    private static int bool(byte[] bytes, int at, int end, int origin) {
        fixed(1, TypeByte.BOOLEAN, at, end, origin);
        if ((bytes[at] & 0xFE) != 0) {
            throw CorruptBson.at(at - origin, "a boolean is neither 0 nor 1");
        }
        return 1;
    }

    private static int binary(byte[] bytes, int at, int end, int origin) {
        fixed(5, TypeByte.BINARY, at, end, origin);
        int length = LittleEndian.int32(bytes, at);
        if (length < 0 || length > end - at - 5) {
            throw CorruptBson.doesNotFit(at - origin, TypeByte.BINARY);
        }
        if (bytes[at + 4] == TypeByte.SUBTYPE_OLD_BINARY
                && (length < 4 || LittleEndian.int32(bytes, at + 5) != length - 4)) {
            throw CorruptBson.at(at - origin, "binary data of subtype 2 contradicts itself about its length");
        }
        return 5 + length;
    }

    private static int regex(byte[] bytes, int at, int end, int origin) {
        int pattern = CString.length(bytes, at, end);
        int options = at + pattern + 1;
        if (options >= end || CString.length(bytes, options, end) >= end - options) {
            throw CorruptBson.doesNotFit(at - origin, TypeByte.REGEX);
        }
        return pattern + 1 + CString.length(bytes, options, end) + 1;
    }

    private static int codeWithScope(byte[] bytes, int at, int end, int origin) {
        fixed(4 + MIN_STRING + MIN_DOCUMENT, TypeByte.CODE_WITH_SCOPE, at, end, origin);
        int length = LittleEndian.int32(bytes, at);
        if (length < 0 || length > end - at) {
            throw CorruptBson.doesNotFit(at - origin, TypeByte.CODE_WITH_SCOPE);
        }
        int code = string(TypeByte.CODE_WITH_SCOPE, bytes, at + 4, at + length, origin);
        int scope = document(TypeByte.CODE_WITH_SCOPE, bytes, at + 4 + code, at + length, origin);
        if (4 + code + scope != length) {
            throw CorruptBson.at(at - origin, "code with scope is longer than its code and its scope");
        }
        return length;
    }
}
