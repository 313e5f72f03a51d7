package dev.millrace.sink.object;

import dev.millrace.config.BuildInfo;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * CRC32C (Castagnoli) sums as Cloud Storage writes them: base64 of four big-endian bytes.
 *
 * <p>Joining sums without the bytes is zlib's `crc32_combine`: appending n zero bytes is a linear map over GF(2), its
 * 2^k-fold powers are found by squaring.
 */
public final class Crc32c {

    private static final int POLYNOMIAL = 0x82F63B78;

    private Crc32c() {}

    /** A sum that bytes are added to. */
    public static Checksum running() {
        return BuildInfo.isNative() ? new SlicedCrc32c() : new CRC32C();
    }

    public static String base64(long sum) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) sum).array());
    }

    public static int parse(String base64) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(base64)).getInt();
    }

    /** The sum of two byte sequences one behind the other, from their sums and the second one's length in bytes. */
    public static int combine(int first, int second, long secondLength) {
        int[] zeros = onesBit();
        int sum = first;
        for (long bits = secondLength * 8; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                sum = times(zeros, sum);
            }
            zeros = squared(zeros);
        }
        return sum ^ second;
    }

    /** The map that one zero bit applies to a sum. */
    private static int[] onesBit() {
        int[] map = new int[32];
        map[0] = POLYNOMIAL;
        for (int bit = 1; bit < 32; bit++) {
            map[bit] = 1 << (bit - 1);
        }
        return map;
    }

    private static int times(int[] map, int vector) {
        int sum = 0;
        for (int bit = 0; bit < 32; bit++) {
            if ((vector >>> bit & 1) != 0) {
                sum ^= map[bit];
            }
        }
        return sum;
    }

    private static int[] squared(int[] map) {
        int[] square = new int[32];
        for (int bit = 0; bit < 32; bit++) {
            square[bit] = times(map, map[bit]);
        }
        return square;
    }
}
