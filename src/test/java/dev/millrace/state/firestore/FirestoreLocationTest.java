package dev.millrace.state.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirestoreLocationTest {

    @Test
    void readsProjectDatabaseAndCollection() {
        assertThat(FirestoreLocation.parse("firestore://my-project/streams"))
                .isEqualTo(new FirestoreLocation("my-project", "(default)", "streams"));
        assertThat(FirestoreLocation.parse("firestore://example.com:my-project/tools/millrace/streams?database=places"))
                .isEqualTo(new FirestoreLocation("example.com:my-project", "places", "tools/millrace/streams"));
    }

    @Test
    void isWrittenAsItWasRead() {
        for (String uri : new String[] {"firestore://my-project/streams", "firestore://p/a/b/c?database=places"}) {
            assertThat(FirestoreLocation.parse(uri)).hasToString(uri);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firestore://my-project",
                "firestore://my-project/",
                "firestore:///streams",
                "firestore://my-project/streams/a",
                "firestore://My Project/streams",
                "firestore://my-project/streams?collection=a",
                "gs://my-project/streams"
            })
    void refusesWhatNamesNoCollection(String uri) {
        assertThatThrownBy(() -> FirestoreLocation.parse(uri)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.hint()).contains("firestore://PROJECT/COLLECTION");
        });
    }
}
