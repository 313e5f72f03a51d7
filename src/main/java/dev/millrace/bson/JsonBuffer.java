package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON text under construction, as UTF-8 in an array that grows and is reused. Commas are put by what stands before:
 * {@link #name} and {@link #element} write one unless they are the first in their object or array. Text is spaced as
 * the MongoDB Java driver does it: {@code {"a": 1, "b": [2, 3]}}. Not safe for use by two threads at once.
 */
public final class JsonBuffer {

    /** What an array can hold in every Java virtual machine. */
    private static final int LIMIT = Integer.MAX_VALUE - 16;

    private static final short COMMA = ',' | ' ' << 8;
    private static final int END_OF_NAME = '"' | ':' << 8 | ' ' << 16;
    private static final short COLON = ':' | ' ' << 8;

    /** An array of this many bytes grows by a quarter, a smaller one doubles. */
    private static final int LARGE = 1 << 20;

    private byte[] bytes;
    private int length;

    /** Bytes of a comma or a colon: one, or two with the space behind it. */
    private final int punctuation;

    private final Nuls nuls;

    public JsonBuffer(int capacityBytes) {
        this(capacityBytes, false, new Nuls(NulPolicy.KEEP));
    }

    /**
     * @param compact without the spaces behind commas and colons
     * @param nuls    what becomes of NUL characters in names and strings
     */
    public JsonBuffer(int capacityBytes, boolean compact, Nuls nuls) {
        bytes = new byte[Math.max(64, capacityBytes)];
        punctuation = compact ? 1 : 2;
        this.nuls = nuls;
    }

    Nuls nuls() {
        return nuls;
    }

    /** The array that holds the text; replaced when the text grows. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes of text. */
    public int length() {
        return length;
    }

    /** Forgets the text; keeps the memory. */
    public void clear() {
        length = 0;
    }

    /** Forgets what was written since the text had `length` bytes. */
    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException("cannot truncate " + this.length + " bytes to " + length);
        }
        this.length = length;
    }

    public void startObject() {
        ascii((byte) '{');
    }

    public void endObject() {
        ascii((byte) '}');
    }

    public void startArray() {
        ascii((byte) '[');
    }

    public void endArray() {
        ascii((byte) ']');
    }

    /** Writes the name of a member of an object; its value is written next. */
    public void name(byte[] source, int offset, int count) {
        name(source, offset, count, offset);
    }

    /** As the other, with the offset from which an error counts its position. */
    void name(byte[] source, int offset, int count, int origin) {
        byte[] target = ensure(JsonText.SHORT + JsonText.SLACK);
        int at = length;
        // As comma and colon do, with one look at the room for all of it.
        if (at > 0 && target[at - 1] != '{') {
            LittleEndian.putInt16(target, at, COMMA);
            at += punctuation;
        }
        if (JsonText.copyShort(source, offset, count, target, at + 1)) {
            target[at] = '"';
            LittleEndian.putInt32(target, at + 1 + count, END_OF_NAME);
            length = at + 2 + count + punctuation;
        } else {
            length = at;
            length = JsonText.quote(this, source, offset, count, origin);
            colon();
        }
    }

    /** Writes the name of a member of an object; its value is written next. */
    public void name(String name) {
        comma('{');
        string(name);
        colon();
    }

    /** To be called in front of each value in an array. */
    @AlwaysInline("small, and called for each field")
    public void element() {
        comma('[');
    }

    /**
     * Writes UTF-8 as a JSON string: control characters, quotes and backslashes escaped, all else as it is.
     *
     * @throws MillraceException of kind DATA where it is not UTF-8; part of it may then have been written
     */
    public void string(byte[] source, int offset, int count) {
        string(source, offset, count, offset);
    }

    /** As the other, with the offset from which an error counts its position. */
    @AlwaysInline("called for each field")
    void string(byte[] source, int offset, int count, int origin) {
        byte[] target = ensure(JsonText.SHORT + JsonText.SLACK);
        if (JsonText.copyShort(source, offset, count, target, length + 1)) {
            target[length] = '"';
            target[length + count + 1] = '"';
            length += count + 2;
        } else {
            length = JsonText.quote(this, source, offset, count, origin);
        }
    }

    public void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        string(utf8, 0, utf8.length);
    }

    public void integer(long value) {
        ensure(20);
        length = Digits.write(value, bytes, length);
    }

    /** Writes one character of ASCII as it is. */
    @AlwaysInline("small, and called for each field")
    public void ascii(byte character) {
        ensure(1);
        bytes[length++] = character;
    }

    /** Writes ASCII, or JSON that is ready, as it is. */
    public void raw(byte[] text) {
        raw(text, 0, text.length);
    }

    /** Writes a constant piece of JSON. */
    @AlwaysInline("small, and called for each field")
    void piece(JsonPiece piece) {
        byte[] words = piece.words();
        byte[] target = ensure(words.length);
        for (int at = 0; at < words.length; at += Long.BYTES) {
            LittleEndian.putInt64(target, length + at, LittleEndian.int64(words, at));
        }
        length += piece.length();
    }

    /** Writes JSON that is ready as it is. */
    public void raw(byte[] source, int offset, int count) {
        ensure(count);
        ShortCopy.copy(source, offset, bytes, length, count);
        length += count;
    }

    /** Makes room for `count` more bytes and tells the array to write them to, from {@link #length}. */
    @AlwaysInline("small, and called for each field")
    byte[] ensure(int count) {
        if (bytes.length - length < count) {
            grow(count);
        }
        return bytes;
    }

    /** As {@link #ensure} for one who has written up to `written` and has not said so yet. */
    byte[] ensure(int written, int count) {
        length = written;
        return ensure(count);
    }

    void advance(int count) {
        length += count;
    }

    @AlwaysInline("small, and called for each field")
    private void comma(char opening) {
        byte[] target = ensure(2);
        if (length > 0 && target[length - 1] != opening) {
            LittleEndian.putInt16(target, length, COMMA);
            length += punctuation;
        }
    }

    private void colon() {
        LittleEndian.putInt16(ensure(2), length, COLON);
        length += punctuation;
    }

    private void grow(int count) {
        long needed = (long) length + count;
        if (needed > LIMIT) {
            throw new MillraceException(
                    FailureKind.DATA, "the JSON text has more than " + LIMIT + " bytes", "use smaller batches");
        }
        // The old array is there until the new one is filled: what is large already must not be doubled.
        int more = bytes.length < LARGE ? bytes.length : bytes.length / 4;
        bytes = Arrays.copyOf(bytes, (int) Math.min(LIMIT, Math.max(needed, (long) bytes.length + more)));
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
