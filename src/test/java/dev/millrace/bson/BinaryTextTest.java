package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Digits go where they are wanted, and nowhere else. */
class BinaryTextTest {

    @Test
    void writesEveryByteAsTwoDigits() {
        byte[] source = new byte[256];
        for (int i = 0; i < source.length; i++) {
            source[i] = (byte) i;
        }
        byte[] target = "?".repeat(2 * 254 + 2).getBytes(StandardCharsets.US_ASCII);

        BinaryText.hex(source, 1, 254, target, 1);

        assertThat(new String(target, StandardCharsets.US_ASCII))
                .isEqualTo("?" + HexFormat.of().formatHex(source, 1, 255) + "?");
    }
}
