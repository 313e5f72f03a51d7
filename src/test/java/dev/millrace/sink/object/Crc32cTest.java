package dev.millrace.sink.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class Crc32cTest {

    @Test
    void writesTheCheckValueOfItsDefinition() {
        // RFC 3720's polynomial; the sum of "123456789" is e3069283.
        assertThat(Crc32c.parse(Crc32c.base64(sum("123456789".getBytes(StandardCharsets.US_ASCII)))))
                .isEqualTo(0xe3069283);
    }

    @Test
    void combinesSumsAsIfTheBytesStoodBehindEachOther() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] both = new byte[random.nextInt(1, 5000)];
            random.nextBytes(both);
            int cut = random.nextInt(both.length + 1);

            int combined = Crc32c.combine(
                    (int) sum(java.util.Arrays.copyOf(both, cut)),
                    (int) sum(java.util.Arrays.copyOfRange(both, cut, both.length)),
                    both.length - cut);

            assertThat(combined).isEqualTo((int) sum(both));
        }
    }

    private static long sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }
}
