package dev.millrace.schema;

import dev.millrace.bson.Utf8;
import java.util.Arrays;

/**
 * Where a value stood in its document, as the name of its member in {@code _rest}.
 *
 * <p>{@code _rest} is one JSON object. A top-level field {@code extra} without a column is its member {@code "extra"};
 * a field inside a document or array that has columns is written with its path: {@code "address.floor"},
 * {@code "tags[3]"}, {@code "items[0].size"}. So that every path means one place:
 *
 * <ul>
 *   <li>{@code .} {@code [} {@code #} {@code !} {@code \} inside a name, and {@code $} at the start of the path, have a
 *       backslash in front: {@code a\.b}; a byte that is not part of UTF-8 is {@code \xHH};
 *   <li>{@code name#2} is the second field of that name in its document, {@code name#3} the third …;
 *   <li>{@code path!bson} holds a value that Extended JSON cannot give back (see {@link dev.millrace.bson.FaithfulJson}), as
 *       {@code $binary}: a BSON document with the value under the empty name.
 * </ul>
 *
 * A path only goes through documents and arrays that are there in columns; a value is written whole, once. What is
 * there in {@code _rest} wins over the null in its column. The member's value is canonical Extended JSON; it is null
 * only where nulls are kept.
 */
final class RestPath {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int ELEMENT = -1;

    /** Steps to the current place: offset and length of a name, or index and {@link #ELEMENT}. */
    private int[] steps = new int[32];

    private int depth;
    private byte[] text = new byte[64];
    private int length;

    void enterField(int nameOffset, int nameLength) {
        push(nameOffset, nameLength);
    }

    void enterElement(int index) {
        push(index, ELEMENT);
    }

    void leave() {
        depth--;
    }

    void clear() {
        depth = 0;
    }

    /**
     * Writes the path to {@link #text}.
     *
     * @param occurrence how often the last name has come, 1 at the first time
     */
    void write(byte[] document, int occurrence, boolean raw) {
        length = 0;
        if (depth > 0 && steps[1] > 0 && document[steps[0]] == '$') {
            // A member such as $oid at the start would make readers take all of _rest for a typed value.
            append((byte) '\\');
        }
        for (int i = 0; i < depth; i++) {
            int first = steps[2 * i];
            int second = steps[2 * i + 1];
            if (second == ELEMENT) {
                append("[" + first + "]");
            } else {
                if (i > 0) {
                    append((byte) '.');
                }
                name(document, first, second);
            }
        }
        if (occurrence > 1) {
            append("#" + occurrence);
        }
        if (raw) {
            append("!bson");
        }
    }

    byte[] text() {
        return text;
    }

    int length() {
        return length;
    }

    private void push(int first, int second) {
        if (2 * depth == steps.length) {
            steps = Arrays.copyOf(steps, steps.length * 2);
        }
        steps[2 * depth] = first;
        steps[2 * depth + 1] = second;
        depth++;
    }

    private void name(byte[] document, int offset, int count) {
        int end = offset + count;
        int at = offset;
        while (at < end) {
            int invalid = Utf8.firstInvalid(document, at, end - at);
            int valid = invalid < 0 ? end : invalid;
            while (at < valid) {
                escaped(document[at++]);
            }
            if (at < end) {
                append((byte) '\\');
                append((byte) 'x');
                append(HEX[(document[at] >> 4) & 0xF]);
                append(HEX[document[at++] & 0xF]);
            }
        }
    }

    private void escaped(byte character) {
        switch (character) {
            case '.', '[', '#', '!', '\\' -> append((byte) '\\');
            default -> {}
        }
        append(character);
    }

    private void append(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            append((byte) ascii.charAt(i));
        }
    }

    private void append(byte character) {
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
        }
        text[length++] = character;
    }
}
