package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortCopyTest {

    @Test
    void copiesWhatArraycopyCopiesAndTouchesNothingElse() {
        Random random = new Random(4);
        for (int count = 0; count < 100; count++) {
            for (int offset = 0; offset < 4; offset++) {
                byte[] source = new byte[offset + count + random.nextInt(3)];
                random.nextBytes(source);
                byte[] target = new byte[200];
                byte[] expected = new byte[200];
                int to = random.nextInt(200 - count + 1);

                ShortCopy.copy(source, offset, target, to, count);
                System.arraycopy(source, offset, expected, to, count);

                assertThat(target).isEqualTo(expected);
            }
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        for (int count = 1; count < 60; count++) {
            byte[] source = new byte[count];
            byte[] target = new byte[count - 1];

            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> ShortCopy.copy(source, 0, target, 0, source.length));
        }
    }
}
