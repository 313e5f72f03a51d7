package dev.millrace.bson;

import java.util.Arrays;

/** ASCII that is written as it is, time and again: kept so that whole words can be copied. Immutable. */
final class JsonPiece {

    private final byte[] words;
    private final int length;

    JsonPiece(String text) {
        byte[] ascii = Digits.ascii(text);
        length = ascii.length;
        words = Arrays.copyOf(ascii, (length + 7) & -8);
    }

    /** The text, and zeros to the end of its last word of eight bytes. */
    byte[] words() {
        return words;
    }

    int length() {
        return length;
    }
}
