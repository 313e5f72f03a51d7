package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values that differ in a few bits only, wherever these are, do not share places. */
class ValueDictionaryTest {

    private static final int VALUES = 1_000;
    private static final int PLACES = 2_048;

    /** Of so many values thrown at random, 0.39 of the places are taken. */
    private static final int EXPECTED = (int) (0.3 * PLACES);

    @Test
    void numbersAreSpread() {
        assertThat(places(n -> ValueDictionary.hash(Double.doubleToRawLongBits(n))))
                .isGreaterThan(EXPECTED);
        assertThat(places(n -> ValueDictionary.hash(Double.doubleToRawLongBits(n / 4.0))))
                .isGreaterThan(EXPECTED);
        assertThat(places(n -> ValueDictionary.hash(n))).isGreaterThan(EXPECTED);
        assertThat(places(n -> ValueDictionary.hash(1_700_000_000_000L + n * 86_400_000L)))
                .isGreaterThan(EXPECTED);
        assertThat(places(n -> ValueDictionary.hash((long) n << 48))).isGreaterThan(EXPECTED);
    }

    @Test
    void textsAreSpread() {
        for (String form :
                new String[] {"%03d", "P%04d", "PROD-%03d", "SKU%05d", "a long text that ends in %03d", "%d"}) {
            assertThat(places(n -> hash(form.formatted(n)))).as(form).isGreaterThan(EXPECTED);
        }
    }

    private static int hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ValueDictionary.hash(bytes, 0, bytes.length);
    }

    private static long places(IntUnaryOperator hash) {
        return IntStream.range(0, VALUES)
                .map(hash)
                .map(each -> each & (PLACES - 1))
                .distinct()
                .count();
    }
}
