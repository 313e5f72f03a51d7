package dev.millrace.source.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

class DividedStretchesTest {

    @Test
    void putsWhatIsKnownBetweenEvenSteps() {
        assertThat(divided(List.of(id(100), id(1000)), 4))
                .containsExactly(
                        id(25), id(50), id(75), id(100), id(325), id(550), id(775), id(1000), id(1250), id(1500),
                        id(1750));
    }

    @Test
    void leavesShortStretchesAsTheyAre() {
        assertThat(divided(List.of(id(1), id(2), id(3), id(1003)), 2))
                .startsWith(id(1), id(2), id(3), id(503), id(1003))
                .isSortedAccordingTo((a, b) ->
                        Long.compare(a.asInt64().getValue(), b.asInt64().getValue()));
    }

    @Test
    void givesTenMillionBoundariesOutOfFiveThousand() {
        List<BsonValue> known =
                IntStream.range(1, 5_000).mapToObj(n -> id(n * 1_000_000_000L)).toList();

        List<BsonValue> all =
                DividedStretches.of(id(0), known, id(5_000_000_000_000L), 2_000).orElseThrow();

        assertThat(all.size()).isEqualTo(9_999_999);
        assertThat(all.get(2_000)).isEqualTo(id(1_000_500_000));
        assertThat(all.get(9_999_998)).isEqualTo(id(4_999_999_500_000L));
    }

    @Test
    void hasNothingToSayWhereAStretchCannotBeCountedThrough() {
        assertThat(DividedStretches.of(id(0), List.of(new BsonString("a")), new BsonString("b"), 4))
                .isEmpty();
    }

    @Test
    void hasNothingToSayWhereMemoryWouldHaveToHoldTooMany() {
        List<BsonValue> known = IntStream.range(1, 5_000)
                .<BsonValue>mapToObj(n -> new BsonDouble(n * 1e6))
                .toList();

        assertThat(DividedStretches.of(new BsonDouble(0), known, new BsonDouble(5e9), 2_000))
                .isEmpty();
    }

    private static List<BsonValue> divided(List<BsonValue> known, long parts) {
        return DividedStretches.of(id(0), known, id(2000), parts).orElseThrow();
    }

    private static BsonValue id(long number) {
        return new BsonInt64(number);
    }
}
