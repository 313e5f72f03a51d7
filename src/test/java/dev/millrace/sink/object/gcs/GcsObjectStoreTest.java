package dev.millrace.sink.object.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.ObjectStoreContract;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import dev.millrace.doubles.gcs.RequestKind;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.StoredObject;
import java.time.Duration;
import java.util.Map;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcsObjectStoreTest extends ObjectStoreContract {

    private static final GcsRetry QUICK =
            new GcsRetry(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(5));
    private static final String KEY = "projects/p/locations/l/keyRings/r/cryptoKeys/k";

    private GcsDouble gcs;
    private ObjectStore store;

    @BeforeEach
    void start() {
        gcs = GcsDouble.start("bucket");
        store = reopened();
    }

    @AfterEach
    void stop() {
        store.close();
        gcs.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore reopened() {
        return connect(GcsOptions.emulated(gcs.url(), GcsOptions.QUANTUM, QUICK));
    }

    @Test
    void sendsASmallObjectInOneRequest() {
        write(store, "a/b", bytes(100_000, 1));

        assertThat(gcs.requests()).containsExactly(RequestKind.MULTIPART);
    }

    @Test
    void sendsALargeObjectInPiecesAndDescribesItAtTheEnd() {
        store = connect(GcsOptions.emulated(gcs.url(), 4 * GcsOptions.QUANTUM, QUICK));

        StoredObject stored = write(store, "a/b", bytes(2_500_000, 1));

        assertThat(gcs.requests())
                .containsExactly(
                        RequestKind.START,
                        RequestKind.PIECE,
                        RequestKind.PIECE,
                        RequestKind.LAST_PIECE,
                        RequestKind.STAT,
                        RequestKind.UPDATE);
        assertThat(stored.metadata())
                .containsOnly(
                        Map.entry("millrace-run", "run-1"),
                        Map.entry("millrace-chunk", "3"),
                        Map.entry("millrace-rows", "1"));
    }

    @ParameterizedTest
    @CsvSource({"100", "1700000"})
    void givesObjectsWhatTheOptionsSay(int size) {
        GcsOptions options =
                new GcsOptions("p", gcs.url(), KEY, "NEARLINE", Map.of("team", "data"), GcsOptions.QUANTUM, QUICK);

        write(connect(options), "a/b", bytes(size, 1));

        HeldObject object = gcs.objects("bucket").iterator().next();
        assertThat(object.name()).isEqualTo("exports/a/b");
        assertThat(object.kmsKey()).isEqualTo(KEY);
        assertThat(object.storageClass()).isEqualTo("NEARLINE");
        assertThat(object.contentType()).isEqualTo("application/octet-stream");
        assertThat(object.metadata())
                .containsEntry("team", new BsonString("data"))
                .containsEntry("millrace-run", new BsonString("run-1"))
                .containsEntry("millrace-chunk", new BsonString("3"))
                .containsEntry("millrace-rows", new BsonString("1"));
    }

    @Test
    void joinsPartsUnderTheKeyThatTheOptionsName() {
        GcsOptions options = new GcsOptions("p", gcs.url(), KEY, null, Map.of(), GcsOptions.QUANTUM, QUICK);

        connect(options).join(parts(40), "s/c.bson", CHUNK_3);

        HeldObject object = gcs.objects("bucket").iterator().next();
        assertThat(object.kmsKey()).isEqualTo(KEY);
        assertThat(object.content()).isEqualTo(joinedBytes(40));
    }

    @ParameterizedTest
    @CsvSource({
        "gs://b-1/a/b, b-1, a/b/",
        "gs://b-1/a//, b-1, a/",
        "gs://b-1, b-1, ''",
        "gs://b-1/, b-1, ''",
        "gs://b-1/a%20b, b-1, a%20b/"
    })
    void readsUris(String uri, String bucket, String prefix) {
        assertThat(GcsLocation.parse(uri)).isEqualTo(new GcsLocation(bucket, prefix));
    }

    private static ObjectStore connect(GcsOptions options) {
        return GcsObjectStore.connect(GcsLocation.parse("gs://bucket/exports"), options);
    }
}
