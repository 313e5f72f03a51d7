package dev.millrace.job.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import dev.millrace.state.ResumeStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeStoresTest {

    private static ResumeStore open(String uri) {
        return new ResumeStores(uri, "millrace:", "host/1").open();
    }

    @ParameterizedTest
    @CsvSource({
        ".millrace/streams, file:.millrace/streams",
        "streams, file:streams",
        "file:places, file:places",
        "file:///var/places, file:/var/places",
        "redis://:secret@redis.example:6380/2, redis://redis.example:6380/2",
        "rediss://redis.example, rediss://redis.example:6379/0",
        "mongodb://user:secret@db.example/places, 'mongodb://db.example/places, collection millrace_streams'"
    })
    void opensAStoreByItsScheme(String uri, String description) {
        try (ResumeStore store = open(uri)) {
            assertThat(store.description()).isEqualTo(description);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://bucket/streams", "firestore://project", "mongodb://db.example/", "redis:/host"})
    void refusesWhatNamesNoStore(String uri) {
        assertThatThrownBy(() -> open(uri))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    @Test
    void remembersEventsInRedis() {
        try (DedupStore store =
                new DedupStores("redis://:secret@redis.example", "millrace:").open(Duration.ofHours(1))) {
            assertThat(store.description()).isEqualTo("redis://redis.example:6379/0");
        }
    }

    @Test
    void saysWhichStoresRememberEvents() {
        assertThatThrownBy(() -> new DedupStores(".millrace/streams", "millrace:").open(Duration.ofHours(1)))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
                    assertThat(e.problem()).contains("persistent_enabled");
                    assertThat(e.hint()).contains("redis://", "firestore://");
                });
    }
}
