package dev.millrace.sink.object.gcs;

import dev.millrace.contract.ObjectSinkContract;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.sink.object.ObjectStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class GcsObjectSinkTest extends ObjectSinkContract {

    private final GcsDouble gcs = GcsDouble.start("bucket");

    @AfterEach
    void stop() {
        gcs.close();
    }

    @Override
    protected ObjectStore store() {
        GcsRetry quick = new GcsRetry(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(20));
        return GcsObjectStore.connect(
                GcsLocation.parse("gs://bucket/a/b"), GcsOptions.emulated(gcs.url(), GcsOptions.QUANTUM, quick));
    }
}
