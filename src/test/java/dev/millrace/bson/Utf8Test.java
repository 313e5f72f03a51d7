package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private final CharsetDecoder decoder = UTF_8.newDecoder();
    private final CharBuffer decoded = CharBuffer.allocate(64);

    @Test
    void agreesWithTheDecoderOnEveryPairOfBytes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            agrees(new byte[] {(byte) (pair >> 8), (byte) pair});
        }
    }

    /** Bytes at the edges of what may lead, follow and not be. */
    @Test
    void agreesWithTheDecoderOnEverySequenceOfEdges() {
        int[] edges = {0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0xF5
        };
        int n = edges.length;
        for (int i = 0; i < n * n * n * n; i++) {
            byte[] bytes = {
                (byte) edges[i % n], (byte) edges[i / n % n], (byte) edges[i / n / n % n], (byte) edges[i / n / n / n]
            };
            agrees(bytes);
        }
    }

    @Test
    void findsOneBadByteInLongText() {
        byte[] text =
                "Straße, 水, \uD83D\uDE00 and much more of plain text".repeat(3).getBytes(UTF_8);
        assertThat(Utf8.firstInvalid(text, 0, text.length)).isEqualTo(-1);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bad = text.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            int invalid = Utf8.firstInvalid(bad, 0, bad.length);
            boolean lossless = java.util.Arrays.equals(new String(bad, UTF_8).getBytes(UTF_8), bad);
            assertThat(invalid == -1).isEqualTo(lossless);
        }
    }

    private void agrees(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        decoder.reset();
        decoded.clear();
        CoderResult result = decoder.decode(source, decoded, true);
        int expected = result.isError() ? source.position() : -1;
        if (Utf8.firstInvalid(bytes, 0, bytes.length) != expected) {
            assertThat(Utf8.firstInvalid(bytes, 0, bytes.length))
                    .as("%02x %02x", bytes[0], bytes[1])
                    .isEqualTo(expected);
        }
    }
}
