package dev.millrace.pipeline.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentIdsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RecentIds ids = new RecentIds(100, Duration.ofSeconds(10), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void keepsTheNewestOfIdsThatAreSeenOnce() {
        IntStream.range(0, 10_000).forEach(i -> ids.add("id" + i));

        assertThat(IntStream.range(9_900, 10_000)).allMatch(i -> ids.contains("id" + i));
        assertThat(IntStream.range(0, 9_900)).noneMatch(i -> ids.contains("id" + i));
        assertThat(ids.size()).isEqualTo(100);
    }

    @Test
    void forgetsAnIdWhenItsTimeIsOver() {
        ids.add("a");
        pass(Duration.ofSeconds(9));
        ids.add("b");
        assertThat(ids.contains("a")).isTrue();

        pass(Duration.ofSeconds(1));

        assertThat(ids.contains("a")).isFalse();
        assertThat(ids.contains("b")).isTrue();
    }

    @Test
    void letsGoOfWhatItHasForgottenAsItGoesOn() {
        IntStream.range(0, 50).forEach(i -> ids.add("id" + i));
        pass(Duration.ofSeconds(10));

        ids.add("new");

        assertThat(ids.size()).isEqualTo(1);
    }

    @Test
    void countsTheTimeOfAnIdFromItsLastAddition() {
        ids.add("a");
        pass(Duration.ofSeconds(9));
        ids.add("a");
        pass(Duration.ofSeconds(9));

        assertThat(ids.contains("a")).isTrue();
    }
}
