package dev.millrace.bson;

import java.nio.charset.StandardCharsets;

/** Compares text as its UTF-8 bytes compare, which is by code point and not, as a String does, by UTF-16 unit. */
final class CodePoints {

    private CodePoints() {}

    static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                // Only a surrogate stands for a code point above all other units.
                boolean sameKind = Character.isSurrogate(l) == Character.isSurrogate(r);
                return sameKind ? Character.compare(l, r) : Character.isSurrogate(l) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
