package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.pubsub.PublishSettings.Batching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final Duration LATENCY = Duration.ofNanos(100);
    private static final MillraceException FAILURE = new MillraceException(FailureKind.TRANSIENT, "away", "");

    @Test
    void waitsForCompanyAsLongAsItMay() {
        Lanes lanes = lanes(10, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "b", 30);
        add(lanes, 3, "a", 60);

        assertThat(lanes.ripen(99)).isEqualTo(1);
        assertThat(take(lanes)).isEmpty();
        assertThat(lanes.ripen(100)).isEqualTo(30);
        assertThat(take(lanes)).containsExactly(1, 3);
        assertThat(lanes.ripen(130)).isEqualTo(-1);
        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void waitsForCompanyAfterARequestOfTheSameKeyToo() {
        Lanes lanes = lanes(2, LATENCY);
        add(lanes, 1, "a", 0);
        lanes.ripen(100);
        Lanes.Batch first = lanes.take(100);
        add(lanes, 2, "a", 150);
        add(lanes, 3, "b", 170);

        lanes.end(first, null, 180);

        assertThat(lanes.waitingSince()).isEqualTo(150);
        assertThat(lanes.ripen(180)).isEqualTo(70);
        assertThat(take(lanes)).isEmpty();
        assertThat(lanes.ripen(250)).isEqualTo(20);
        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void sendsAtTheEndOfARequestWhatHasWaitedLongEnough() {
        Lanes lanes = lanes(2, LATENCY);
        add(lanes, 1, "a", 0);
        lanes.ripen(100);
        Lanes.Batch first = lanes.take(100);
        add(lanes, 2, "a", 150);

        lanes.end(first, null, 250);

        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void sendsAtTheEndOfARequestWhatIsInAHurry() {
        Lanes lanes = lanes(2, LATENCY);
        add(lanes, 1, "a", 0);
        lanes.hurry(0);
        Lanes.Batch first = lanes.take(0);
        add(lanes, 2, "a", 10);
        lanes.hurry(20);

        lanes.end(first, null, 30);

        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void sendsWhatIsFullAtOnce() {
        Lanes lanes = lanes(2, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "a", 0);

        assertThat(take(lanes)).containsExactly(1, 2);
        assertThat(lanes.waitingSince()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sendsInHurryWhatWaits() {
        Lanes lanes = lanes(10, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "b", 0);

        lanes.hurry(0);

        assertThat(take(lanes)).containsExactly(1);
        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void keepsTheNextOfAKeyUntilTheOneUnderWayHasEnded() {
        Lanes lanes = lanes(2, Duration.ZERO);
        add(lanes, 1, "a", 0);
        Lanes.Batch first = lanes.take(0);
        for (int i = 2; i <= 4; i++) {
            add(lanes, i, "a", 0);
        }
        lanes.hurry(0);
        assertThat(take(lanes)).isEmpty();

        assertThat(lanes.end(first, null, 0)).isEmpty();

        Lanes.Batch second = lanes.take(0);
        assertThat(numbers(second.messages())).containsExactly(2, 3);
        lanes.end(second, null, 0);
        assertThat(take(lanes)).containsExactly(4);
    }

    @Test
    void sendsAFewThatAreNotFullSideBySideWhereThereIsNoKey() {
        Lanes lanes = lanes(10, Duration.ZERO);
        List<Lanes.Batch> underWay = aFewUnderWay(lanes);
        add(lanes, 5, "", 5);
        add(lanes, 6, "", 6);

        assertThat(take(lanes)).isEmpty();
        lanes.end(underWay.getFirst(), null, 7);
        assertThat(take(lanes)).containsExactly(5, 6);
    }

    @Test
    void sendsAnyNumberOfFullRequestsSideBySideWhereThereIsNoKey() {
        Lanes lanes = lanes(2, Duration.ZERO);
        aFewUnderWay(lanes);
        add(lanes, 5, "", 5);
        assertThat(take(lanes)).as("goes with the next").isEmpty();
        add(lanes, 6, "", 6);

        assertThat(take(lanes)).containsExactly(5, 6);
    }

    @Test
    void sendsWhatIsDueWhileAnotherWithoutAKeyIsUnderWay() {
        Lanes lanes = lanes(10, LATENCY);
        add(lanes, 1, "", 0);
        lanes.ripen(100);
        lanes.take(100);
        add(lanes, 2, "", 110);

        assertThat(lanes.ripen(209)).isEqualTo(1);
        assertThat(lanes.ripen(210)).isEqualTo(-1);
        assertThat(take(lanes)).containsExactly(2);
    }

    @Test
    void failsWhatWaitsOfTheKeyThatFailed() {
        Lanes lanes = lanes(1, Duration.ZERO);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "a", 0);
        add(lanes, 3, "b", 0);
        Lanes.Batch batch = lanes.take(0);

        List<Pending> failed = lanes.end(batch, FAILURE, 0);

        assertThat(numbers(failed)).containsExactly(2);
        assertThat(lanes.failure("a")).isSameAs(FAILURE);
        assertThat(lanes.failure("b")).isNull();
        assertThat(take(lanes)).containsExactly(3);
        lanes.resume();
        assertThat(lanes.failure("a")).isNull();
    }

    @Test
    void givesUpEverything() {
        Lanes lanes = lanes(10, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "b", 0);

        assertThat(numbers(lanes.giveUp(FAILURE))).containsExactlyInAnyOrder(1, 2);
        lanes.hurry(0);
        assertThat(take(lanes)).isEmpty();
    }

    private static Lanes lanes(int maxMessages, Duration latency) {
        return new Lanes(new Batching(maxMessages, 1 << 20, latency));
    }

    /** Messages 1 to 4 without a key, each in a request of its own. */
    private static List<Lanes.Batch> aFewUnderWay(Lanes lanes) {
        List<Lanes.Batch> underWay = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            add(lanes, number, "", number);
            underWay.add(lanes.take(number));
        }
        assertThat(underWay).doesNotContainNull();
        return underWay;
    }

    private static void add(Lanes lanes, int number, String key, long now) {
        lanes.add(new Pending(Messages.numbered(number, key)), now);
    }

    private static List<Integer> take(Lanes lanes) {
        Lanes.Batch batch = lanes.take(0);
        return batch == null ? List.of() : numbers(batch.messages());
    }

    private static List<Integer> numbers(List<Pending> messages) {
        return messages.stream()
                .map(pending -> Messages.number(pending.message()))
                .toList();
    }
}
