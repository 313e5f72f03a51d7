package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    private final JsonBuffer out = new JsonBuffer(0);
    private final Random random = new Random(2);

    @Test
    void writesIntegersAsLongToString() {
        for (int digits = 0; digits < 19; digits++) {
            long power = (long) Math.pow(10, digits);
            for (long value : new long[] {power, power - 1, power + 1, -power, 1 - power, -1 - power, power * 9}) {
                assertThat(integer(value)).isEqualTo(Long.toString(value));
            }
        }
        for (int i = 0; i < 50_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(integer(value)).isEqualTo(Long.toString(value));
        }
        assertThat(integer(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(integer(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1,
                -1,
                0.001,
                0.00099999999,
                9999999,
                9999999.99999999,
                1e7,
                1.0E10,
                0.1,
                0.2,
                0.3,
                1.1,
                100.25,
                52.520008,
                13.404954,
                2e-323,
                4.9e-324,
                1.7976931348623157E308,
                9007199254740993.0,
                0.30000000000000004,
                1234567.12345678,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    void writesDoublesAsDoubleToString(double value) {
        assertThat(text(value)).isEqualTo(Double.toString(value));
    }

    @Test
    void writesRandomDoublesAsDoubleToString() {
        RandomBson numbers = new RandomBson(3);
        for (int i = 0; i < 100_000; i++) {
            double value = numbers.float64();
            assertThat(text(value)).isEqualTo(Double.toString(value));
            // Neighbours of short decimals are where a shortcut would go wrong.
            double neighbour = i % 2 == 0 ? Math.nextUp(value) : Math.nextDown(value);
            assertThat(text(neighbour)).isEqualTo(Double.toString(neighbour));
        }
    }

    @Test
    void writesDecimalsAsTheDriverDoes() {
        RandomBson numbers = new RandomBson(4);
        for (int i = 0; i < 30_000; i++) {
            Decimal128 value = numbers.decimal();
            assertThat(text(value)).isEqualTo(value.toString());
        }
    }

    /** The examples of the Decimal128 specification, and bits that are not canonical. */
    @ParameterizedTest
    @CsvSource({
        "3040000000000000, 0000000000000000, 0",
        "b040000000000000, 0000000000000000, -0",
        "b06a000000000000, 0000000000000000, -0E+21",
        "3002000000000000, 0000000000000001, 1E-31",
        "302e000000000000, 00000000000004d2, 0.000001234",
        "302c000000000000, 00000000000004d2, 1.234E-7",
        "3040ffffffffffff, ffffffffffffffff, 5192296858534827628530496329220095",
        "3041ed09bead87c0, 378d8e63ffffffff, 9999999999999999999999999999999999",
        "3041ed09bead87c0, 378d8e6400000000, 0",
        "3041ffffffffffff, ffffffffffffffff, 0",
        "6c10000000000000, 0000000000000001, 0",
        "7c00000000000000, 0000000000000000, NaN",
        "fc00000000000000, 0000000000000012, NaN",
        "7800000000000000, 0000000000000000, Infinity",
        "f800000000000000, 0000000000000000, -Infinity",
    })
    void writesDecimalsOfTheSpecification(String high, String low, String expected) {
        out.clear();
        DecimalText.write(Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16), out);

        assertThat(out).hasToString(expected);
    }

    @Test
    void writesDaysFrom1970To9999AsTheLibraryDoes() {
        DateTimeFormatter whole =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
        DateTimeFormatter fraction =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        for (long day = 0; DateText.isWritable(day * 86_400_000); day += 1 + random.nextInt(30)) {
            long millis = day * 86_400_000 + random.nextInt(86_400) * 1000L + (day % 2 == 0 ? 0 : random.nextInt(1000));

            out.clear();
            DateText.write(millis, out);

            assertThat(out).hasToString((millis % 1000 == 0 ? whole : fraction).format(Instant.ofEpochMilli(millis)));
        }
    }

    private String integer(long value) {
        out.clear();
        out.integer(value);
        return out.toString();
    }

    private String text(double value) {
        out.clear();
        DoubleText.write(value, out);
        return out.toString();
    }

    private String text(Decimal128 value) {
        out.clear();
        DecimalText.write(value.getHigh(), value.getLow(), out);
        return out.toString();
    }
}
