package dev.millrace.bson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The texts of names of fields, each decoded once as long as no other name takes its place: documents of a collection have
 * the same names. Bounded; safe for use by many threads without a lock, as one that misses
 * what another has stored decodes it again.
 */
public final class NameTexts {

    private static final int PLACES = 2_048;
    private static final int LONGEST = 64;

    private static final Known[] KNOWN = new Known[PLACES];

    /** A name and its first bytes as a number. Immutable, so that any thread sees all of it. */
    private static final class Known {

        private final long start;
        private final byte[] bytes;
        private final String text;

        private Known(long start, byte[] bytes, String text) {
            this.start = start;
            this.bytes = bytes;
            this.text = text;
        }

        private boolean is(long start, byte[] source, int offset, int length) {
            return this.start == start
                    && bytes.length == length
                    && (length <= 8 || Arrays.equals(bytes, 8, length, source, offset + 8, offset + length));
        }
    }

    private NameTexts() {}

    /** The name of the element that a cursor stands on. */
    public static String of(BsonCursor element) {
        return of(element.bytes(), element.nameOffset(), element.nameLength());
    }

    /** The UTF-8 that fills `length` bytes from `offset` as text, with replacement characters where it is none. */
    static String of(byte[] source, int offset, int length) {
        if (length > LONGEST) {
            return new String(source, offset, length, StandardCharsets.UTF_8);
        }
        long start = FieldNames.start(source, offset, length);
        int place = FieldNames.hash(start, source, offset, length) & (PLACES - 1);
        Known known = KNOWN[place];
        if (known != null && known.is(start, source, offset, length)) {
            return known.text;
        }
        byte[] bytes = Arrays.copyOfRange(source, offset, offset + length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        KNOWN[place] = new Known(start, bytes, text);
        return text;
    }
}
