package dev.millrace.config;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes `env:NAME` and `@FILE` in place of a URI, so that no secret needs to stand on a command line. */
public final class SecretReference {

    private SecretReference() {}

    /** The text itself, or what the reference leads to, without the line break at its end. */
    public static String resolve(String text) {
        return resolve(text, System::getenv);
    }

    static String resolve(String text, UnaryOperator<@Nullable String> environment) {
        if (text.startsWith("env:")) {
            String name = text.substring(4);
            String value = environment.apply(name);
            if (value == null || value.isBlank()) {
                throw MillraceException.usage(
                        "the variable " + name + " is not set", "export it, or give the URI itself");
            }
            return value.strip();
        }
        return text.startsWith("@") ? content(text.substring(1)) : text.strip();
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.USAGE, "cannot read the file " + file, "check the path and its permissions", e);
        }
    }
}
