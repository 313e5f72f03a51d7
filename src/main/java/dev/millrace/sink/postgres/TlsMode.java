package dev.millrace.sink.postgres;

import dev.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How much TLS a connection asks for. Source: PostgreSQL 18, section 32.19.3. */
public enum TlsMode {
    DISABLE("disable"),
    ALLOW("allow"),
    PREFER("prefer"),
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full");

    private final String word;

    TlsMode(String word) {
        this.word = word;
    }

    /** As `sslmode` has it. */
    public String word() {
        return word;
    }

    /** Whether the server has to show a certificate of an authority that is trusted. */
    boolean verifies() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    static TlsMode of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.word.equals(word))
                .findFirst()
                .orElseThrow(() -> MillraceException.usage(
                        "sslmode=" + word + " in the PostgreSQL URI is unknown",
                        "choose one of "
                                + Arrays.stream(values()).map(TlsMode::word).collect(Collectors.joining(", "))));
    }
}
