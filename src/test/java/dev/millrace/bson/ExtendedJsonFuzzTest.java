package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtendedJsonFuzzTest {

    private final JsonBuffer out = new JsonBuffer(0);

    @Test
    void writesWhatTheDriverWritesOfRandomDocuments() {
        for (JsonMode mode : JsonMode.values()) {
            ExtendedJson json = new ExtendedJson(mode);
            for (int seed = 0; seed < 3_000; seed++) {
                byte[] document = new RandomBson(seed).document();
                out.clear();

                json.writeDocument(document, 0, document.length, out);

                assertThat(out).as("seed %d", seed).hasToString(DriverJson.of(mode, document));
            }
        }
    }

    @Test
    void writesCanonicallyWhatTheDriverReadsBackAsTheSameBytes() {
        ExtendedJson json = new ExtendedJson(JsonMode.CANONICAL);
        for (int seed = 0; seed < 3_000; seed++) {
            byte[] document = new RandomBson(seed).document();
            out.clear();

            json.writeDocument(document, 0, document.length, out);

            assertThat(Steps.byDriver(Bson.of(out.toString())))
                    .as("seed %d", seed)
                    .isEqualTo(Steps.byDriver(document));
        }
    }

    @Test
    void writesMutatedBytesWholeOrNotAtAll() {
        ExtendedJson json = new ExtendedJson(JsonMode.RELAXED);
        for (int seed = 0; seed < 15_000; seed++) {
            byte[] document = BsonCursorFuzzTest.mutated(new RandomBson(seed % 2_000).document(), new Random(~seed));
            out.clear();
            try {
                json.writeDocument(document, 0, document.length, out);
                assertThat(out.toString()).startsWith("{").endsWith("}").doesNotContain("\uFFFD");
            } catch (MillraceException e) {
                assertThat(e.kind()).as("seed %d", seed).isEqualTo(FailureKind.DATA);
                assertThat(out.length()).isZero();
            }
        }
    }
}
