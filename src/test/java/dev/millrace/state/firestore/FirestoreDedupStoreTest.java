package dev.millrace.state.firestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.contract.DedupStoreContract;
import dev.millrace.doubles.FirestoreEmulator;
import dev.millrace.state.DedupStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirestoreDedupStoreTest extends DedupStoreContract {

    private static FirestoreEmulator emulator;

    @BeforeAll
    static void startEmulator() {
        Optional<FirestoreEmulator> started = FirestoreEmulator.start();
        assumeTrue(started.isPresent(), "the Firestore emulator is not installed");
        emulator = started.get();
    }

    @AfterAll
    static void stopEmulator() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Override
    protected DedupStore open(Duration lifetime) {
        return FirestoreDedupStore.open(
                FirestoreLocation.parse("firestore://millrace-test/streams"),
                emulator.host(),
                lifetime,
                Duration.ofSeconds(20),
                InstantSource.system());
    }

    @Test
    void saysWhereItIs() {
        assertThat(store.description()).isEqualTo("firestore://millrace-test/streams");
    }
}
