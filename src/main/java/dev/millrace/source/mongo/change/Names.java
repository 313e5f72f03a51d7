package dev.millrace.source.mongo.change;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Remembers the text that stood in one place last: most events are of the same collection. Not thread-safe. */
final class Names {

    private byte[] bytes = {};
    private String text = "";

    String of(byte[] source, int offset, int length) {
        if (!Arrays.equals(bytes, 0, bytes.length, source, offset, offset + length)) {
            bytes = Arrays.copyOfRange(source, offset, offset + length);
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        return text;
    }
}
