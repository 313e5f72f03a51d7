package dev.millrace.state.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.millrace.contract.LeasedResumeStoreContract;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.FirestoreEmulator;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirestoreResumeStoreTest extends LeasedResumeStoreContract {

    private static final FirestoreLocation LOCATION = FirestoreLocation.parse("firestore://millrace-test/streams");

    private static FirestoreEmulator emulator;
    private static FirestoreLink link;

    @BeforeAll
    static void startEmulator() {
        Optional<FirestoreEmulator> started = FirestoreEmulator.start();
        assumeTrue(started.isPresent(), "the Firestore emulator is not installed");
        emulator = started.get();
        link = new FirestoreLink(LOCATION, emulator.host(), Duration.ofSeconds(20));
    }

    @AfterAll
    static void stopEmulator() {
        if (emulator != null) {
            link.close();
            emulator.close();
        }
    }

    @Override
    protected ResumeStore open(Duration lease) {
        return open(lease, Duration.ofSeconds(20));
    }

    private static ResumeStore open(Duration lease, Duration timeout) {
        return FirestoreResumeStore.open(LOCATION, emulator.host(), "host/1", lease, timeout);
    }

    @Override
    protected void lose(String name) {
        DocumentReference document = link.collection().document(name);
        link.await("lose the place", document::delete);
    }

    @Test
    void writesWhatPeopleCanRead() {
        try (StreamClaim claim = claim()) {
            claim.save(point(3));

            DocumentReference document = link.collection().document(stream);
            DocumentSnapshot found = link.await("read", document::get);
            assertThat(found.getData())
                    .containsEntry("token", "{\"_data\": \"826B00D200000003\"}")
                    .containsEntry("clusterTime", "1795215984:3")
                    .containsEntry("events", 3L)
                    .containsEntry("savedAt", "2026-01-02T03:04:08.678Z")
                    .containsEntry("owner", "host/1")
                    .containsEntry("saves", 1L)
                    .containsKeys("until", "fence");
        }
    }

    @Test
    void failsAsTransientWhileFirestoreIsAwayAndSavesWhenItIsBack() {
        try (ResumeStore hasty = open(LONG, Duration.ofSeconds(3))) {
            StreamClaim claim = hasty.claim(stream).orElseThrow();
            claim.save(point(1));
            emulator.stop();

            assertThat(kindOf(() -> claim.save(point(2)))).contains(FailureKind.TRANSIENT);
            assertThat(kindOf(claim::renew)).contains(FailureKind.TRANSIENT);
            emulator.restart();
            // It has just begun: on a busy machine its first transactions take longer than three seconds, again and
            // again.
            Eventually.within(
                    Duration.ofMinutes(2),
                    "Firestore answers",
                    () -> kindOf(claim::renew).isEmpty());

            claim.save(point(3));
            assertThat(hasty.look(stream)).contains(point(3));
            claim.close();
        }
    }

    @Test
    void isNotUndoneByASaveThatArrivesLate() {
        try (ResumeStore hasty = open(LONG, Duration.ofSeconds(1));
                StreamClaim claim = hasty.claim(stream).orElseThrow()) {
            claim.save(point(1));
            emulator.freeze();
            assertThat(kindOf(() -> claim.save(point(2)))).contains(FailureKind.TRANSIENT);
            assertThat(kindOf(() -> claim.save(point(3)))).contains(FailureKind.TRANSIENT);
            emulator.thaw();
            Eventually.until(
                    "Firestore answers",
                    () -> kindOf(() -> claim.save(point(4))).isEmpty());

            assertThat(store.look(stream)).contains(point(4));
        }
    }

    @Test
    void saysThatFirestoreCannotBeReached() {
        try (ResumeStore nowhere =
                FirestoreResumeStore.open(LOCATION, "127.0.0.1:1", "host/1", LONG, Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> nowhere.look(stream)).isInstanceOfSatisfying(MillraceException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.CONNECTION);
                assertThat(e.hint()).contains("reached from here");
            });
        }
    }

    private static Optional<FailureKind> kindOf(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e.kind());
        }
    }
}
