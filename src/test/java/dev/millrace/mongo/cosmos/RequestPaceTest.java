package dev.millrace.mongo.cosmos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Request units are spread over time; throttling slows down, quiet time speeds up. */
class RequestPaceTest {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);

    @Test
    void requestsAreLetThroughAtTheLimit() {
        RequestPace pace = new RequestPace(1000, nanos::get);

        assertThat(spendFor(10, pace, 50)).isBetween(9_900L, 10_200L);
    }

    @Test
    void withoutALimitNobodyWaits() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);

        assertThat(pace.reserve(1e9).delay()).isZero();
        assertThat(pace.reserve(1e9).delay()).isZero();
    }

    @Test
    void whatARequestCostsMoreIsPaidByTheNext() {
        RequestPace pace = new RequestPace(100, nanos::get);
        RequestPace.Turn turn = pace.reserve(10);

        pace.correct(500, turn.pace());

        assertThat(seconds(pace.reserve(10).delay())).isCloseTo(5.0, within(0.2));
    }

    @Test
    void aStormOfRefusalsLowersThePaceOnce() {
        RequestPace pace = new RequestPace(1000, nanos::get);
        spendFor(3, pace, 50);

        for (int worker = 0; worker < 50; worker++) {
            pace.throttled();
        }

        assertThat(pace.unitsPerSecond()).isCloseTo(700, within(50.0));
    }

    @Test
    void throttlingThatLastsLowersItToItsLeast() {
        RequestPace pace = new RequestPace(1000, nanos::get);

        for (int refusal = 0; refusal < 120; refusal++) {
            pace.throttled();
            advance(0.9);
        }

        assertThat(pace.unitsPerSecond()).isEqualTo(20);
    }

    @Test
    void thePaceComesBackByEvenSteps() {
        RequestPace pace = new RequestPace(1000, nanos::get);
        spendFor(3, pace, 50);
        pace.throttled();
        double fallen = pace.unitsPerSecond();

        advance(3);
        double after3 = grown(pace);
        advance(2);
        double after5 = grown(pace);
        advance(60);

        assertThat(after3 - fallen).isCloseTo(150, within(60.0));
        assertThat(after5 - after3).isCloseTo(100, within(5.0));
        assertThat(grown(pace)).isEqualTo(1000);
    }

    @Test
    void withoutALimitThrottlingSetsOneFromWhatWasSpent() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        for (int tenth = 0; tenth < 30; tenth++) {
            pace.reserve(400);
            advance(0.1);
        }

        pace.throttled();

        assertThat(pace.unitsPerSecond()).isCloseTo(2_800, within(150.0));
    }

    /** A client that has only looked around until then must not go on as slowly as that. */
    @Test
    void aFirstBurstThatIsThrottledAfterIdleSecondsIsWhatCounts() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        pace.reserve(3);
        advance(2);
        pace.reserve(3_000);
        advance(0.05);

        pace.throttled();

        assertThat(pace.unitsPerSecond()).isBetween(2_000.0, 12_000.0);
    }

    /** What it cost is known only then: it was spent before anything held it up, and nobody waits for it. */
    @Test
    void aBurstWhoseCostIsLearnedAfterThePaceHasFallenIsNotPaidForAtThatPace() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        pace.reserve(3);
        advance(2);
        RequestPace.Turn first = pace.reserve(0);
        RequestPace.Turn second = pace.reserve(0);
        pace.throttled();
        advance(0.1);

        pace.correct(6_000, first.pace());
        pace.correct(6_000, second.pace());

        assertThat(seconds(pace.reserve(100).delay())).isLessThan(1);
    }

    @Test
    void aWriteThatIsRefusedAsAWholeAfterIdleSecondsLeavesAPaceToGoOnWith() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        pace.reserve(3);
        advance(2);
        RequestPace.Turn refused = pace.reserve(5_000);
        pace.correct(-5_000, refused.pace());

        pace.throttled();

        assertThat(pace.unitsPerSecond()).isCloseTo(280, within(1.0));
    }

    @Test
    void whatNobodyKnowsTheCostOfIsThrottledToo() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        pace.reserve(0);

        pace.throttled();

        assertThat(pace.unitsPerSecond()).isCloseTo(280, within(1.0));
    }

    /** It waited long at a low pace, which has grown since. */
    @Test
    void whatCostsMoreThanExpectedIsPaidForAtThePaceOfToday() {
        RequestPace pace = new RequestPace(1000, nanos::get);
        for (int refusal = 0; refusal < 60; refusal++) {
            pace.throttled();
            advance(1);
        }
        RequestPace.Turn turn = pace.reserve(10);
        assertThat(turn.pace()).isLessThan(100);
        advance(60);

        pace.correct(500, turn.pace());

        assertThat(seconds(pace.reserve(10).delay())).isLessThan(1);
    }

    /** An account that others have used for a while is not used at their pace for hours after. */
    @Test
    void fromALowPaceItDoublesAgainAndAgain() {
        RequestPace pace = new RequestPace(Double.POSITIVE_INFINITY, nanos::get);
        spendFor(3, pace, 50, 0.1);
        for (int refusal = 0; refusal < 60; refusal++) {
            pace.throttled();
            advance(1);
        }
        assertThat(pace.unitsPerSecond()).isEqualTo(5);

        for (int second = 0; second < 150; second++) {
            advance(1);
            pace.reserve(1);
        }

        assertThat(pace.unitsPerSecond()).isGreaterThan(3_000);
    }

    /** Spends units one request after the other for so many seconds; tells how many. */
    private long spendFor(double seconds, RequestPace pace, double each) {
        return spendFor(seconds, pace, each, 0);
    }

    private long spendFor(double seconds, RequestPace pace, double each, double took) {
        long end = nanos.get() + (long) (seconds * 1e9);
        long spent = 0;
        while (nanos.get() < end) {
            nanos.addAndGet(pace.reserve(each).delay().toNanos());
            advance(took);
            spent += (long) each;
        }
        return spent;
    }

    private static double grown(RequestPace pace) {
        return pace.unitsPerSecond();
    }

    private void advance(double seconds) {
        nanos.addAndGet((long) (seconds * 1e9));
    }

    private static double seconds(Duration wait) {
        return wait.toNanos() / 1e9;
    }
}
