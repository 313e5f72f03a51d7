package dev.millrace.source.generated.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of texts to draw from, encoded once. */
final class Pool {

    private final byte[][] texts;

    Pool(List<String> texts) {
        this.texts = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    /** A pool that comes with millrace, one text a line; null where there is none of that name. */
    static @Nullable Pool named(String name) {
        try (InputStream in = Pool.class.getResourceAsStream("/datasets/pools/" + name + ".txt")) {
            return in == null
                    ? null
                    : new Pool(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return texts.length;
    }

    /** Not to be changed. */
    byte[] utf8(int index) {
        return texts[index];
    }
}
