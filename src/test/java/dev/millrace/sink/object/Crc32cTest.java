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

    @Test
    void sumsByTablesAreThoseOfTheJdk() {
        Random random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int middle = from + random.nextInt(bytes.length - from + 1);
            SlicedCrc32c tables = new SlicedCrc32c();
            CRC32C expected = new CRC32C();

            tables.update(bytes, from, middle - from);
            for (int at = middle; at < bytes.length; at++) {
                tables.update(bytes[at]);
            }
            expected.update(bytes, from, bytes.length - from);

            assertThat(tables.getValue()).isEqualTo(expected.getValue());
            tables.reset();
            assertThat(tables.getValue()).isZero();
        }
    }
}
