package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;

/** Escapes UTF-8 as a JSON string (RFC 8259, section 7), eight bytes at a time where nothing is to be escaped. */
final class JsonText {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** The longest text that {@link #copyShort} copies. */
    static final int SHORT = 2 * Long.BYTES;

    /** The longest escape, both quotes, and a word that may be stored whole where only its start counts. */
    static final int SLACK = 16;

    private static final byte[] HEX = Digits.ascii("0123456789abcdef");

    private JsonText() {}

    /**
     * Copies text that is as short as most is and has nothing to be escaped, quotes aside; false where it is other, or close to its
     * array's end. Either way it may overwrite {@link #SHORT} bytes from `to`.
     */
    @AlwaysInline("called for each field")
    static boolean copyShort(byte[] source, int offset, int count, byte[] target, int to) {
        if (count > SHORT || offset > source.length - SHORT) {
            return false;
        }
        long first = LittleEndian.int64(source, offset);
        LittleEndian.putInt64(target, to, first);
        if (count <= Long.BYTES) {
            return isPlain(first, count);
        }
        long second = LittleEndian.int64(source, offset + Long.BYTES);
        LittleEndian.putInt64(target, to + Long.BYTES, second);
        return special(first) == 0 && isPlain(second, count - Long.BYTES);
    }

    /** Whether so many bytes at the start of a word, 1 to 8, can be copied as they are; may be false for 0 of them. */
    @AlwaysInline("small, and called for each field")
    private static boolean isPlain(long word, int bytes) {
        // Shifted out are the flags of bytes behind them: a distance counts by its lowest six bits.
        return special(word) << (-Byte.SIZE * bytes) == 0;
    }

    /** Returns where the text ends in the buffer's array; errors count their position from `origin`. */
    static int quote(JsonBuffer out, byte[] source, int offset, int count, int origin) {
        byte[] target = out.ensure(count + SLACK);
        int to = out.length();
        int at = offset;
        int end = offset + count;
        target[to++] = '"';
        while (at < end) {
            if (at + 8 <= source.length) {
                long word = LittleEndian.int64(source, at);
                int plain = Math.min(end - at, plainBytes(word));
                // Stored whole: what does not count is overwritten next, and there is room for it.
                LittleEndian.putInt64(target, to, word);
                at += plain;
                to += plain;
                if (plain == 8 || at == end) {
                    continue;
                }
            }
            byte next = source[at];
            if (next < 0) {
                int sequence = Utf8.sequenceLength(source, at, end);
                if (sequence == 0) {
                    throw CorruptBson.invalidText(at - origin);
                }
                for (int i = 0; i < sequence; i++) {
                    target[to++] = source[at++];
                }
            } else {
                to = next == 0 ? nul(out.nuls(), target, to) : ascii(next, target, to);
                at++;
                target = out.ensure(to, end - at + SLACK);
            }
        }
        target[to++] = '"';
        return to;
    }

    /** How many bytes at the start of a word can be copied as they are. */
    @AlwaysInline("small, and called for each field")
    private static int plainBytes(long word) {
        return Long.numberOfTrailingZeros(special(word)) >>> 3;
    }

    /** A flag, the highest bit, for each byte that is not copied as it is: exact unless a lower one is set. */
    @AlwaysInline("small, and called for each field")
    private static long special(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (((word - SPACES) & ~word) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | word)
                & HIGHS;
    }

    private static int nul(Nuls nuls, byte[] target, int at) {
        nuls.add(1);
        byte[] text = nuls.inJson();
        System.arraycopy(text, 0, target, at, text.length);
        return at + text.length;
    }

    private static int ascii(byte next, byte[] target, int at) {
        int to = at;
        byte escape = escape(next);
        if (escape == 0 && next >= ' ') {
            target[to++] = next;
            return to;
        }
        target[to++] = '\\';
        if (escape != 0) {
            target[to++] = escape;
            return to;
        }
        target[to++] = 'u';
        target[to++] = '0';
        target[to++] = '0';
        target[to++] = HEX[next >> 4];
        target[to++] = HEX[next & 0xF];
        return to;
    }

    /** The letter that stands for a character behind a backslash, or 0. */
    private static byte escape(byte character) {
        return switch (character) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '\b' -> 'b';
            case '\f' -> 'f';
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            default -> 0;
        };
    }
}
