package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.LittleEndian;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values have their numbers in the order in which they came; and those that differ in a few bits only do not share places. */
class ValueDictionaryTest {

    private static final int VALUES = 1_000;
    private static final int PLACES = 2_048;

    /** Of so many values thrown at random, 0.39 of the places are taken. */
    private static final int EXPECTED = (int) (0.3 * PLACES);

    /** New ones among known ones and twice in one batch, while the dictionary grows; and all again once it was cleared. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8})
    void numbersEachValueOnce(int width) {
        ValueDictionary dictionary = new ValueDictionary(width, new Lookups());
        for (int group = 0; group < 2; group++) {
            dictionary.clear();
            Random random = new Random(group);
            Map<Integer, Integer> expected = new HashMap<>();
            for (int batch = 0; batch < 100; batch++) {
                int[] values = random.ints(1 + random.nextInt(Lookups.MOST), 0, 10 + 50 * batch)
                        .toArray();
                PageBytes page = new PageBytes();
                for (int value : values) {
                    append(value, width, page);
                }

                dictionary.lookAt(page.array(), values.length);
                int at = 0;
                for (int i = 0; i < values.length; i++) {
                    int start = width == 0 ? at + 4 : at;
                    int length = width == 0 ? LittleEndian.int32(page.array(), at) : width;
                    at = start + length;
                    int size = expected.size();
                    int number = expected.computeIfAbsent(values[i], _ -> size);
                    assertThat(dictionary.of(i, page.array(), start, length)).isEqualTo(number);
                    assertThat(dictionary.length(number)).isEqualTo(length);
                    assertThat(Arrays.copyOfRange(
                                    dictionary.values().array(),
                                    dictionary.start(number),
                                    dictionary.start(number) + length))
                            .isEqualTo(Arrays.copyOfRange(page.array(), start, at));
                }
                assertThat(dictionary.size()).isEqualTo(expected.size());
            }
        }
    }

    private static void append(int value, int width, PageBytes page) {
        switch (width) {
            case 4 -> page.int32(value);
            case 8 -> page.int64((long) value << 32);
            default -> {
                byte[] text = Integer.toString(value).repeat(value % 4).getBytes(StandardCharsets.UTF_8);
                // The number in front keeps texts apart that would be alike.
                page.int32(text.length + 4);
                page.int32(value);
                page.raw(text, 0, text.length);
            }
        }
    }

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
