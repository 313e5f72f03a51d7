package dev.millrace.source.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How evenly documents pass, by a clock that only sleeping moves. */
class PaceTest {

    private final AtomicLong now = new AtomicLong();

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 4", "5000, 4", "1000000, 12"})
    void noTenthOfASecondSeesMoreThanItsShare(long perSecond, int threads) {
        Pace pace = new Pace(perSecond, threads, now::get, now::addAndGet);
        List<long[]> passed = new ArrayList<>();
        while (now.get() < TimeUnit.SECONDS.toNanos(3)) {
            pace.await(pace.atOnce());
            passed.add(new long[] {now.get(), pace.atOnce()});
        }

        for (long[] first : passed) {
            long within = passed.stream()
                    .filter(each -> each[0] >= first[0] && each[0] < first[0] + TimeUnit.MILLISECONDS.toNanos(100))
                    .mapToLong(each -> each[1])
                    .sum();
            assertThat(within).isLessThanOrEqualTo(Math.max(1, perSecond * 2 / 10));
        }
        long documents = passed.stream().mapToLong(each -> each[1]).sum();
        assertThat(documents / 3.0).isBetween(perSecond * 0.95, perSecond * 1.4 + 1);
    }

    @Test
    void whatWasNotUsedIsNotSavedUp() {
        Pace pace = new Pace(1000, 1, now::get, now::addAndGet);
        pace.await(1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(60));
        long start = now.get();

        pace.await(100);
        pace.await(100);
        pace.await(1);

        assertThat(now.get() - start).isBetween(TimeUnit.MILLISECONDS.toNanos(155), TimeUnit.MILLISECONDS.toNanos(205));
    }

    @Test
    void aThreadThatWakesUpLateDoesNotSlowTheWholeDown() {
        Pace pace = new Pace(1000, 1, now::get, nanos -> now.addAndGet(nanos + TimeUnit.MILLISECONDS.toNanos(3)));

        for (int i = 0; i < 10_000; i++) {
            pace.await(1);
        }

        assertThat(now.get()).isBetween(TimeUnit.MILLISECONDS.toNanos(9_900), TimeUnit.MILLISECONDS.toNanos(10_100));
    }

    @Test
    void withoutARateNothingWaits() {
        Pace pace = Pace.unlimited();

        pace.await(Integer.MAX_VALUE);

        assertThat(pace.atOnce()).isEqualTo(Integer.MAX_VALUE);
    }
}
