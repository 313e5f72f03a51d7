package dev.millrace.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.config.stream.SamplingSection;
import dev.millrace.doubles.HandClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SampledLogTest {

    private static final StreamEvent REJECTED = new StreamEvent.EventRejected("orders", "insert", "shop.orders", "no");
    private static final StreamEvent CHANGED = new StreamEvent.StreamChanged("orders", "STREAMING", "");

    private final HandClock clock = new HandClock();
    private final Lines lines = new Lines();

    @Test
    void keepsAShareByChance() {
        SampledLog log = log(Map.of("EventRejected", LogRule.sampled(new Sampling.Probability(0.1))), null);

        repeat(10_000, log, REJECTED);

        assertThat(lines.names("EventRejected")).isCloseTo(1_000, within(100));
    }

    @Test
    void keepsSoManyOfEachSecond() {
        SampledLog log = log(Map.of("EventRejected", LogRule.sampled(new Sampling.PerSecond(5))), null);

        for (int second = 0; second < 3; second++) {
            repeat(100, log, REJECTED);
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(lines.names("EventRejected")).isEqualTo(15);
    }

    @Test
    void keepsTheFirstOnesAndThenOneOfMany() {
        SampledLog log = log(Map.of("EventRejected", LogRule.sampled(new Sampling.FirstThenEvery(10, 100))), null);

        repeat(1_010, log, REJECTED);

        assertThat(lines.names("EventRejected")).isEqualTo(20);
    }

    @Test
    void keepsNoneAfterTheFirstOnesWhereThatIsAll() {
        SampledLog log = log(Map.of("EventRejected", LogRule.sampled(new Sampling.FirstThenEvery(3, 0))), null);

        repeat(1_000, log, REJECTED);

        assertThat(lines.names("EventRejected")).isEqualTo(3);
    }

    @Test
    void samplesWhatHasNoRuleButNotWhatHappensNowAndThen() {
        SampledLog log = log(Map.of(), new Sampling.Probability(0));

        repeat(10, log, REJECTED);
        repeat(10, log, CHANGED);

        assertThat(lines.names("EventRejected")).isZero();
        assertThat(lines.names("StreamChanged")).isEqualTo(10);
    }

    @Test
    void logsAtTheLevelOfTheRuleOrNotAtAll() {
        SampledLog log = log(
                Map.of(
                        "StreamChanged", new LogRule(null, Logger.Level.ERROR, false),
                        "EventRejected", new LogRule(null, null, true)),
                null);

        log.accept(CHANGED);
        log.accept(REJECTED);

        assertThat(lines.levels).containsExactly(Logger.Level.ERROR);
    }

    @Test
    void tellsNowAndThenHowManyItHasLeftOut() {
        SampledLog log = log(Map.of("EventRejected", LogRule.sampled(new Sampling.FirstThenEvery(1, 0))), null);
        repeat(8, log, REJECTED);
        clock.advance(Duration.ofMinutes(1));

        log.accept(CHANGED);
        clock.advance(Duration.ofMinutes(1));
        log.accept(CHANGED);

        assertThat(lines.names("EventsNotLogged")).isEqualTo(1);
        assertThat(lines.fields.stream()
                        .filter(line -> line.containsKey("count"))
                        .findFirst()
                        .orElseThrow()
                        .toJson())
                .contains("\"name\": \"EventRejected\"", "\"count\": 7", "\"seconds\": 60");
    }

    @Test
    void rulesMayBeAboutEveryEventThatThereIs() {
        assertThat(Arrays.stream(StreamEvent.class.getPermittedSubclasses()).map(Class::getSimpleName))
                .containsExactlyInAnyOrderElementsOf(SamplingSection.EVENTS);
    }

    private SampledLog log(Map<String, LogRule> rules, @Nullable Sampling usual) {
        return new SampledLog(rules, usual, new SplittableRandom(7), clock, lines);
    }

    private static void repeat(int times, SampledLog log, StreamEvent event) {
        for (int i = 0; i < times; i++) {
            log.accept(event);
        }
    }

    private static final class Lines implements SampledLog.Output {

        private final List<Logger.Level> levels = new ArrayList<>();
        private final List<BsonDocument> fields = new ArrayList<>();

        @Override
        public boolean isWanted(Logger.Level level) {
            return true;
        }

        @Override
        public void write(Logger.Level level, BsonDocument line) {
            levels.add(level);
            fields.add(line);
        }

        private int names(String name) {
            return (int) fields.stream()
                    .filter(line -> line.getString("event").getValue().equals(name))
                    .count();
        }
    }
}
