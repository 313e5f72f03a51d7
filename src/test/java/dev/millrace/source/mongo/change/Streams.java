package dev.millrace.source.mongo.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.ChangeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens and reads streams in tests. */
final class Streams {

    static final ChangeOptions QUICK = ChangeOptions.standard().withMaxAwait(Duration.ofMillis(50));

    private Streams() {}

    static MongoChangeSource of(String uri, String watched) {
        return of(uri, watched, QUICK);
    }

    static MongoChangeSource of(String uri, String watched, ChangeOptions options) {
        return new MongoChangeSource(MongoConnection.open(uri, MongoOptions.none()), Watched.parse(watched), options);
    }

    /** So many events, waiting for them as long as it takes within reason. */
    static List<ChangeEvent> take(ChangeReader reader, int count) {
        List<ChangeEvent> events = new ArrayList<>();
        Eventually.until(count + " events", () -> {
            reader.next().ifPresent(events::add);
            return events.size() == count;
        });
        return events;
    }

    /** Opens again behind the last event whenever the failure says that this may work. */
    static List<ChangeEvent> takeWhateverHappens(MongoChangeSource source, ResumePoint from, int count) {
        List<ChangeEvent> events = new ArrayList<>();
        ResumePoint[] place = {from};
        Eventually.until(count + " events in spite of failures", () -> {
            try (ChangeReader reader = source.open(new StreamStart.After(place[0]))) {
                while (events.size() < count) {
                    reader.next().ifPresent(event -> {
                        events.add(event);
                        place[0] = event.header().point();
                    });
                }
            } catch (MillraceException e) {
                assertThat(e.kind()).as(e.problem()).isEqualTo(FailureKind.TRANSIENT);
            }
            return events.size() >= count;
        });
        return events;
    }

    /** Where the stream stands before anything has happened. */
    static ResumePoint place(ChangeReader reader) {
        assertThat(reader.next()).as("nothing has happened yet").isEmpty();
        return reader.position().orElseThrow();
    }

    static List<String> operations(List<ChangeEvent> events) {
        return events.stream().map(event -> event.header().operation()).toList();
    }

    static List<Integer> ids(List<ChangeEvent> events) {
        return events.stream()
                .map(event ->
                        ((ChangeEvent.OfDocument) event).key().getInt32("_id").getValue())
                .toList();
    }

    static <T extends ChangeEvent> T only(Class<T> type, List<ChangeEvent> events) {
        List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
