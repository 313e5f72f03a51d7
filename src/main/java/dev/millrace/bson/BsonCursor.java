package dev.millrace.bson;

import dev.millrace.model.DocumentBatch;
import java.util.Arrays;

/**
 * Walks over raw BSON without decoding or copying it, one element at a time.
 *
 * <p>After {@link #next} the accessors describe the element it moved to, as offsets into {@link #bytes}. A nested value
 * is stepped over unless {@link #enter} is called. Each step checks that what it describes lies inside the container, so
 * any bytes at all end in elements or in a {@code MillraceException} of kind DATA that names the position in the
 * document; then the cursor must be opened anew. The contents of a value that was stepped over are not looked at.
 *
 * <p>A cursor allocates only when a document is nested deeper than any before it. It is reused, and not shared between
 * threads. Names and strings are not checked to be UTF-8: see {@link Utf8}.
 */
public final class BsonCursor {

    private byte[] bytes = {0};
    private int origin;

    /** Where the next element starts. */
    private int position;

    /** Offset of the zero byte that ends the container; known to be zero, so that every scan stops there. */
    private int last;

    private byte container = TypeByte.DOCUMENT;
    private int depth;

    /** Of each container around this one, its {@link #last} and, in the lowest byte, its type. */
    private long[] outer = new long[4];

    private byte type;
    private int nameOffset;
    private int nameLength;
    private int valueOffset;
    private int valueLength;

    /** Starts in front of the first element of the document that fills `length` bytes from `offset`. */
    public void open(byte[] bytes, int offset, int length) {
        openValue(TypeByte.DOCUMENT, bytes, offset, length);
        enter();
    }

    /** Starts in front of the first element of document `index`. The batch must stay as it is while the cursor is used. */
    public void open(DocumentBatch batch, int index) {
        open(batch.bytes(), batch.offset(index), batch.length(index));
    }

    /**
     * Starts at a value without a name that fills `length` bytes from `offset`, as if {@link #next} had just moved to
     * it. {@link #depth} is then 0.
     */
    public void openValue(byte type, byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || length > bytes.length - offset) {
            throw new IndexOutOfBoundsException(length + " bytes from " + offset + " of " + bytes.length);
        }
        int actual = ValueLength.of(type, bytes, offset, offset + length, offset);
        if (actual != length) {
            throw CorruptBson.at(0, "the value says it has " + actual + " bytes, but there are " + length);
        }
        this.bytes = bytes;
        this.type = type;
        origin = offset;
        depth = 0;
        container = TypeByte.DOCUMENT;
        nameOffset = offset;
        nameLength = 0;
        valueOffset = offset;
        valueLength = length;
        position = offset + length;
        last = position;
    }

    /** Moves to the next element of the container; false, and no element, at its end. */
    public boolean next() {
        int at = position;
        if (at == last) {
            return false;
        }
        byte[] source = bytes;
        byte found = source[at];
        int name = at + 1;
        int length = CString.length(source, name, last);
        if (found == 0 || length >= last - name) {
            throw CorruptBson.at(at - origin, found == 0 ? "a zero byte instead of a type" : "a name does not end");
        }
        int value = name + length + 1;
        int size = ValueLength.of(found, source, value, last, origin);
        position = value + size;
        type = found;
        nameOffset = name;
        nameLength = length;
        valueOffset = value;
        valueLength = size;
        return true;
    }

    /** Goes into the document, array or scope of the element, in front of its first element. */
    public void enter() {
        int start = valueOffset;
        if (type != TypeByte.DOCUMENT && type != TypeByte.ARRAY) {
            start += scopeOffset();
        }
        position = start + 4;
        int level = depth;
        if (level == outer.length) {
            outer = Arrays.copyOf(outer, level * 2);
        }
        outer[level] = ((long) last << 8) | (container & 0xFF);
        depth = level + 1;
        container = type;
        last = valueOffset + valueLength - 1;
    }

    /** Where the scope starts, behind the length of the whole and the code. */
    private int scopeOffset() {
        if (type != TypeByte.CODE_WITH_SCOPE) {
            throw new IllegalStateException("the element holds no elements");
        }
        return 8 + LittleEndian.int32(bytes, valueOffset + 4);
    }

    /** Goes back behind the element that was entered, whether or not all its elements were visited. */
    public void leave() {
        if (depth == 0) {
            throw new IllegalStateException("nothing was entered");
        }
        position = last + 1;
        long out = outer[--depth];
        last = (int) (out >> 8);
        container = (byte) out;
    }

    /** How many values are entered: 1 among the elements of the document itself. */
    public int depth() {
        return depth;
    }

    /** What the elements are in: {@link TypeByte#DOCUMENT}, {@link TypeByte#ARRAY} or {@link TypeByte#CODE_WITH_SCOPE}. */
    public byte container() {
        return container;
    }

    /** The array that all offsets mean. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the document starts: an offset minus this is a position in the document. */
    public int origin() {
        return origin;
    }

    /** One of {@link TypeByte}. */
    public byte type() {
        return type;
    }

    public int nameOffset() {
        return nameOffset;
    }

    /** Without the zero byte. */
    public int nameLength() {
        return nameLength;
    }

    /** Bytes of the name in front of its first dot; -1 for a name without, which cannot be meant as a path. */
    public int dotInName() {
        return CString.indexOf(bytes, nameOffset, nameOffset + nameLength, (byte) '.');
    }

    public int valueOffset() {
        return valueOffset;
    }

    /** The whole value, its own length fields and terminators included. */
    public int valueLength() {
        return valueLength;
    }

    /** Where the text of a string, symbol or code starts. */
    public int textOffset() {
        return valueOffset + 4;
    }

    /** Length of the text of a string, symbol or code in bytes, without the zero byte. */
    public int textLength() {
        return valueLength - 5;
    }

    public int int32() {
        return LittleEndian.int32(bytes, valueOffset);
    }

    /** The value of an int64, or of a date: milliseconds since 1970. */
    public long int64() {
        return LittleEndian.int64(bytes, valueOffset);
    }

    public double float64() {
        return LittleEndian.float64(bytes, valueOffset);
    }

    public boolean bool() {
        return bytes[valueOffset] != 0;
    }

    public byte binarySubtype() {
        return bytes[valueOffset + 4];
    }

    /** Where the data of a binary value starts; behind the repeated length of subtype 2. */
    public int binaryOffset() {
        return valueOffset + (binarySubtype() == TypeByte.SUBTYPE_OLD_BINARY ? 9 : 5);
    }

    public int binaryLength() {
        return valueOffset + valueLength - binaryOffset();
    }
}
