package dev.millrace.sink.postgres;

import dev.millrace.model.MillraceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text of a URI in which percent signs stand for bytes of UTF-8; a plus is a plus, as libpq reads it. */
final class PercentText {

    private PercentText() {}

    /** The text is not repeated in the error: it may be a password. */
    static String decoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw MillraceException.usage(
                        "The PostgreSQL URI has a percent sign without two hex digits behind it",
                        "write a percent sign in a name or password as %25");
            }
            out.write(high << 4 | low);
            i += 2;
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
