package dev.millrace.publish.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.pubsub.PublishSettings.Batching;
import java.time.Duration;
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
    void sendsWhatIsFullAtOnce() {
        Lanes lanes = lanes(2, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "a", 0);

        assertThat(take(lanes)).containsExactly(1, 2);
        assertThat(lanes.isWaiting()).isFalse();
    }

    @Test
    void sendsInHurryWhatWaits() {
        Lanes lanes = lanes(10, LATENCY);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "b", 0);

        lanes.hurry();

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
        lanes.hurry();
        assertThat(take(lanes)).isEmpty();

        assertThat(lanes.end(first, null)).isEmpty();

        Lanes.Batch second = lanes.take(0);
        assertThat(numbers(second.messages())).containsExactly(2, 3);
        lanes.end(second, null);
        assertThat(take(lanes)).containsExactly(4);
    }

    @Test
    void sendsFullRequestsWithoutAKeySideBySide() {
        Lanes lanes = lanes(2, Duration.ZERO);
        add(lanes, 1, "", 0);
        assertThat(take(lanes)).containsExactly(1);
        add(lanes, 2, "", 0);
        assertThat(take(lanes)).as("goes with the next").isEmpty();
        add(lanes, 3, "", 0);

        assertThat(take(lanes)).containsExactly(2, 3);
    }

    @Test
    void failsWhatWaitsOfTheKeyThatFailed() {
        Lanes lanes = lanes(1, Duration.ZERO);
        add(lanes, 1, "a", 0);
        add(lanes, 2, "a", 0);
        add(lanes, 3, "b", 0);
        Lanes.Batch batch = lanes.take(0);

        List<Pending> failed = lanes.end(batch, FAILURE);

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
        lanes.hurry();
        assertThat(take(lanes)).isEmpty();
    }

    private static Lanes lanes(int maxMessages, Duration latency) {
        return new Lanes(new Batching(maxMessages, 1 << 20, latency));
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
