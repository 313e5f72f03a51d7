package dev.millrace.job.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.HandClock;
import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryReactionsTest {

    private final HandClock clock = new HandClock();
    private final List<String> asked = new ArrayList<>();
    private final List<StreamEvent> events = new ArrayList<>();
    private long percent;
    private final MemoryReactions reactions = new MemoryReactions(
            new MemoryPressure(() -> new MemoryPressure.Reading(percent, 100), () -> {}, clock),
            new Asked(),
            events::add,
            clock);

    @Test
    void saysOnceThatMemoryIsHigh() {
        look(70, 20);

        assertThat(events).containsExactly(new StreamEvent.MemoryPressed("*", "HIGH", 70, 100));
        assertThat(asked).isEmpty();
    }

    @Test
    void shrinksAgainAndAgainWhileMemoryIsShort() {
        look(85, 25);

        assertThat(asked).containsExactly("shrink", "shrink", "shrink");
    }

    @Test
    void reopensWithSmallerBatchesWhereThatIsNotEnough() {
        look(95, 35);

        assertThat(asked).containsSubsequence("shrink", "smaller", "shrink", "shrink", "shrink", "smaller");
        assertThat(events).hasSize(1);
    }

    @Test
    void takesAllBackWhenThereIsEnoughAgain() {
        look(95, 1);
        look(40, 1);

        assertThat(asked).containsExactly("shrink", "smaller", "relax");
        assertThat(events).last().isEqualTo(new StreamEvent.MemoryPressed("*", "NORMAL", 40, 100));
    }

    private void look(long used, int seconds) {
        percent = used;
        for (int second = 0; second < seconds; second++) {
            reactions.look();
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private final class Asked implements MemoryReactions.Streams {

        @Override
        public void shrink() {
            asked.add("shrink");
        }

        @Override
        public void takeSmallerBatches() {
            asked.add("smaller");
        }

        @Override
        public void relax() {
            asked.add("relax");
        }
    }
}
