package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BsonCursorFuzzTest {

    private final BsonCursor cursor = new BsonCursor();

    @Test
    void meetsWhatTheDriverMeetsInRandomDocuments() {
        for (int seed = 0; seed < 5_000; seed++) {
            byte[] document = new RandomBson(seed).document();

            assertThat(Steps.byCursor(document, cursor)).as("seed %d", seed).isEqualTo(Steps.byDriver(document));
        }
    }

    /** The driver decodes text leniently, as {@link Steps} does, so that only the structure counts. */
    @Test
    void refusesMutatedBytesOrMeetsWhatTheDriverMeets() {
        int accepted = 0;
        for (int seed = 0; seed < 15_000; seed++) {
            byte[] document = mutated(new RandomBson(seed % 2_000).document(), new Random(seed));

            List<String> steps;
            try {
                steps = Steps.byCursor(document, cursor);
            } catch (MillraceException e) {
                assertThat(e.kind()).as("seed %d", seed).isEqualTo(FailureKind.DATA);
                continue;
            }
            accepted++;
            assertThat(steps).as("seed %d", seed).isEqualTo(Steps.byDriver(document));
        }
        assertThat(accepted).as("mutations that are still BSON").isBetween(1_000, 14_000);
    }

    static byte[] mutated(byte[] document, Random random) {
        byte[] bytes =
                random.nextInt(10) == 0 ? Arrays.copyOf(document, random.nextInt(document.length + 8)) : document;
        for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
            byte[] edges = {0, 1, 2, 3, 4, 5, 0xF, 0x7F, (byte) 0x80, (byte) 0xFF};
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? edges[random.nextInt(edges.length)] : (byte) random.nextInt(256);
        }
        return bytes;
    }
}
