package dev.millrace.bson;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.apache.parquet.column.values.bloomfilter.XxHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BsonHashTest {

    private static final byte[][] DOCUMENTS = {Bson.of("{\"a\": 1}"), Bson.of("{\"a\": 2}"), Bson.of("{\"b\": 1}")};

    /** Published values of XXH64. */
    @ParameterizedTest
    @CsvSource({
        "'',    0,          ef46db3751d8e999",
        "'',    2654435761, ac75fda2929b17ef",
        "a,     0,          d24ec4f1a98c6e5b",
        "abc,   0,          44bc2cf5ad770999",
    })
    void hashesAsPublished(String text, long seed, String hash) {
        byte[] bytes = text.getBytes(US_ASCII);

        assertThat(XxHash64.hash(bytes, 0, bytes.length, seed)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    @Test
    void hashesAsParquetDoesAtEveryLengthAndOffset() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        for (int length = 0; length < 200; length++) {
            byte[] part = Arrays.copyOfRange(bytes, 7, 7 + length);

            assertThat(XxHash64.hash(bytes, 7, length, 0)).isEqualTo(new XxHash().hashBytes(part));
        }
    }

    @Test
    void doesNotDependOnOrderOrDivision() {
        BsonHash left = of(0, 1);
        left.combine(of(2));

        assertThat(left).isEqualTo(of(2, 1, 0)).hasToString(of(1, 2, 0).toString());
        assertThat(left.toString()).hasSize(32);
        assertThat(left.documents()).isEqualTo(3);
    }

    @Test
    void tellsAMissingAChangedAndARepeatedDocument() {
        assertThat(of(0, 1)).isNotEqualTo(of(0)).isNotEqualTo(of(0, 2)).isNotEqualTo(of(0, 1, 1));
        assertThat(of(0, 0)).isNotEqualTo(of(1, 1)).isNotEqualTo(of());
    }

    private static BsonHash of(int... documents) {
        BsonHash hash = new BsonHash();
        for (int i : documents) {
            hash.add(DOCUMENTS[i], 0, DOCUMENTS[i].length);
        }
        return hash;
    }
}
