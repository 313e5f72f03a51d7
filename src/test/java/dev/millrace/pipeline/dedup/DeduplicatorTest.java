package dev.millrace.pipeline.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.ResumePoint;
import dev.millrace.state.IdPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeduplicatorTest {

    private static final DedupLimits LIMITS = new DedupLimits(Duration.ofMinutes(1), 100_000, Duration.ofMinutes(1));

    private final HeldPages store = new HeldPages();

    /** One event a millisecond of cluster time, as the increments of a second. */
    private static ChangeHeader event(int number) {
        return event(number, new BsonTimestamp(1_795_215_984 + number / 1_000, 1 + number % 1_000));
    }

    private static ChangeHeader event(int number, BsonTimestamp time) {
        return new ChangeHeader(
                new ResumePoint(new BsonDocument("_data", new BsonString("82%08X".formatted(number)))),
                "insert",
                "shop",
                "orders",
                time,
                -1,
                null,
                RawBsonDocument.parse("{}"));
    }

    private static Deduplicator inMemory(DedupLimits limits) {
        return new Deduplicator("main.orders", limits, null);
    }

    private Deduplicator withStore() {
        return new Deduplicator("main.orders", LIMITS, store);
    }

    /** Publishes what is new; gives back how many that were. */
    private static int publish(Deduplicator dedup, List<ChangeHeader> events) {
        int published = 0;
        for (ChangeHeader event : events) {
            Deduplicator.Sighting sighting = dedup.look(event);
            if (!sighting.isRepeat()) {
                published++;
                sighting.settled();
            }
        }
        return published;
    }

    private static List<ChangeHeader> events(int from, int to) {
        return IntStream.range(from, to).mapToObj(DeduplicatorTest::event).toList();
    }

    @Test
    void letsAnEventThroughUntilItIsSettled() {
        try (Deduplicator dedup = inMemory(LIMITS)) {
            Deduplicator.Sighting first = dedup.look(event(1));
            assertThat(first.isRepeat()).isFalse();
            assertThat(dedup.look(event(1)).isRepeat()).isFalse();

            first.settled();

            assertThat(dedup.look(event(1)).isRepeat()).isTrue();
            assertThat(dedup.look(event(2)).isRepeat()).isFalse();
            assertThat(dedup.counts()).isEqualTo(new DedupCounts(1, 0, 3, 0, 0));
        }
    }

    @Test
    void letsEverythingThroughWhereItIsOff() {
        try (Deduplicator dedup = Deduplicator.off()) {
            assertThat(publish(dedup, List.of(event(1), event(1)))).isEqualTo(2);
            assertThat(dedup.counts()).isEqualTo(new DedupCounts(0, 0, 0, 0, 0));
        }
    }

    @Test
    void remembersTheNewestAndNoMoreThanItMay() {
        try (Deduplicator dedup = inMemory(new DedupLimits(Duration.ofMinutes(1), 100, Duration.ofMinutes(1)))) {
            publish(dedup, events(0, 10_000));

            assertThat(events(9_900, 10_000))
                    .allMatch(event -> dedup.look(event).isRepeat());
            assertThat(events(0, 9_900)).noneMatch(event -> dedup.look(event).isRepeat());
        }
    }

    @Test
    void leavesOutWhatAProcessBeforeHasPublished() {
        try (Deduplicator before = withStore()) {
            publish(before, events(0, 25_000));
        }
        assertThat(store.ids()).isEqualTo(25_000);

        try (Deduplicator after = withStore()) {
            assertThat(publish(after, events(12_345, 30_000))).isEqualTo(5_000);
            assertThat(after.counts()).isEqualTo(new DedupCounts(0, 12_655, 5_000, 0, 0));
        }
    }

    @Test
    void findsWhatWasSettledInAnyOrderAndNothingElse() {
        List<ChangeHeader> events = new ArrayList<>(events(0, 20_000));
        Random random = new Random(1);
        List<ChangeHeader> settled =
                events.stream().filter(_ -> random.nextInt(10) > 0).collect(Collectors.toList());
        Collections.shuffle(settled, random);
        try (Deduplicator before = withStore()) {
            publish(before, settled);
        }

        try (Deduplicator after = withStore()) {
            int published = publish(after, events);

            assertThat(published).isEqualTo(events.size() - settled.size());
        }
    }

    @Test
    void findsTheEventsOfOneLargeTransaction() {
        BsonTimestamp moment = new BsonTimestamp(1_795_215_984, 7);
        List<ChangeHeader> transaction =
                IntStream.range(0, 100_000).mapToObj(i -> event(i, moment)).toList();
        try (Deduplicator before = withStore()) {
            for (int from = 0; from < 100_000; from += 20_000) {
                publish(before, transaction.subList(from, from + 20_000));
                int recorded = from + 20_000;
                Eventually.until("the events are recorded", () -> store.ids() == recorded);
            }
        }
        assertThat(store.all()).hasSizeGreaterThanOrEqualTo(20);

        try (Deduplicator after = withStore()) {
            assertThat(publish(after, transaction)).isZero();
        }
    }

    @Test
    void asksTheStoreNoMoreOnceTheStreamIsPastWhatItKnows() {
        try (Deduplicator before = withStore()) {
            publish(before, events(0, 50_000));
        }
        int pages = store.all().size();
        try (Deduplicator after = withStore()) {
            publish(after, events(0, 60_000));
            int reads = store.reads();

            publish(after, events(60_000, 200_000));

            assertThat(reads).isLessThanOrEqualTo(pages / 8 + 2);
            assertThat(store.reads()).isEqualTo(reads);
        }
    }

    @Test
    void asksAgainWhenTheStreamIsOpenedAnew() {
        try (Deduplicator own = withStore();
                Deduplicator other = withStore()) {
            assertThat(publish(own, events(0, 100))).isEqualTo(100);
            assertThat(publish(other, events(50, 200))).isBetween(100, 150);
            Eventually.until("the events are recorded", () -> store.ids() >= 200);

            own.begin();

            assertThat(publish(own, events(50, 250))).isEqualTo(50);
        }
    }

    @Test
    void putsEventsThatAreFarApartIntoPagesOfTheirOwn() {
        try (Deduplicator before = withStore()) {
            publish(before, List.of(event(0), event(3_600_000), event(59_000), event(3_601_000)));
        }

        assertThat(store.all()).hasSize(2).allMatch(page -> page.newest() - page.oldest() <= IdPage.LONGEST);
        try (Deduplicator after = withStore()) {
            assertThat(publish(after, List.of(event(59_000), event(59_001), event(3_601_000))))
                    .isEqualTo(1);
        }
    }

    @Test
    void publishesAndCountsWhileTheStoreIsAway() {
        try (Deduplicator before = withStore()) {
            publish(before, events(0, 1_000));
        }
        try (Deduplicator after = withStore()) {
            store.away(true);

            assertThat(publish(after, events(0, 500))).isEqualTo(500);

            assertThat(after.counts().degraded()).isEqualTo(500);
            assertThat(store.reads()).as("it is not asked for each event").isLessThan(10);
            store.away(false);
            Eventually.until("the store is asked again", () -> {
                after.look(event(500));
                return after.counts().storeHits() > 0;
            });
            assertThat(publish(after, events(500, 1_000))).isZero();
            Eventually.until("what was published meanwhile is recorded", () -> store.ids() == 1_500);
        }
    }

    @Test
    void countsWhatTheStoreWillNeverKnow() {
        store.away(true);
        Deduplicator dedup = withStore();
        publish(dedup, events(0, 150_000));

        dedup.close();

        assertThat(dedup.counts().unrecorded()).isEqualTo(150_000);
        assertThat(store.ids()).isZero();
    }

    @Test
    void keepsEventsWithoutClusterTimeInMemoryAlone() {
        try (Deduplicator dedup = withStore()) {
            List<ChangeHeader> timeless = List.of(event(1, null), event(2, null));
            assertThat(publish(dedup, timeless)).isEqualTo(2);
            assertThat(publish(dedup, timeless)).isZero();
        }
        assertThat(store.ids()).isZero();
        assertThat(store.reads()).isZero();
    }

    @Test
    void removesWhatRanOutFromTimeToTime() {
        try (Deduplicator _ = new Deduplicator(
                "main.orders", new DedupLimits(LIMITS.memoryTtl(), 100, Duration.ofMillis(150)), store)) {
            Eventually.until("the store is cleaned up", () -> store.cleanUps() >= 2);
        }
    }
}
