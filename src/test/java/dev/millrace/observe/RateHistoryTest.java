package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateHistoryTest {

    private static final long SECOND = 1_000_000_000;

    private final RateHistory rates = new RateHistory(4, 0);

    @Test
    void isEmptyAtItsBeginning() {
        assertThat(rates.perSecond()).isEmpty();
        assertThat(rates.average(60)).isZero();
    }

    @Test
    void tellsTheRateOfEachSecondOldestFirst() {
        rates.add(10, SECOND);
        rates.add(40, 2 * SECOND);

        assertThat(rates.perSecond()).containsExactly(10, 30);
        assertThat(rates.average(1)).isEqualTo(30);
        assertThat(rates.average(60)).isEqualTo(20);
    }

    @Test
    void forgetsWhatIsOlderThanItsLength() {
        for (int second = 1; second <= 6; second++) {
            rates.add(second * second, second * SECOND);
        }

        assertThat(rates.perSecond()).containsExactly(5, 7, 9, 11);
    }

    @Test
    void spreadsWhatComesLateOverTheSecondsSince() {
        rates.add(30, 3 * SECOND);

        assertThat(rates.perSecond()).containsExactly(10, 10, 10);
    }
}
