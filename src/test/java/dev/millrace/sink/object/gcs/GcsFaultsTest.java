package dev.millrace.sink.object.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.doubles.gcs.Fault;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import dev.millrace.doubles.gcs.RequestKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcsFaultsTest {

    private static final int PIECE = 2 * GcsOptions.QUANTUM;
    private static final byte[] SMALL = bytes(100_000);
    private static final byte[] LARGE = bytes(5 * PIECE + 12_345);
    private static final ObjectAttributes CHUNK = ObjectAttributes.ofChunk("run-1", 3, "application/octet-stream");

    private GcsDouble gcs;
    private ObjectStore store;

    @BeforeEach
    void start() {
        gcs = GcsDouble.start("bucket");
        store = connect(gcs.url(), Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        store.close();
        gcs.close();
    }

    @ParameterizedTest
    @CsvSource({
        "START, 429",
        "START, 503",
        "PIECE, 429",
        "PIECE, 503",
        "PIECE, 408",
        "PIECE, 500",
        "LAST_PIECE, 429",
        "LAST_PIECE, 503",
        "LAST_PIECE, 502",
        "UPDATE, 503"
    })
    void sendsAgainWhatTheServiceCallsRetryable(RequestKind kind, int code) {
        gcs.faults().add(kind, new Fault.Status(code), new Fault.Status(code));

        write(LARGE);

        holdsExactly(LARGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void sendsASmallObjectAgain(int code) {
        gcs.faults().add(RequestKind.MULTIPART, new Fault.Status(code), new Fault.Status(code));

        write(SMALL);

        holdsExactly(SMALL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, GcsOptions.QUANTUM})
    void continuesAfterAResetInTheMiddleOfAPiece(int kept) {
        gcs.faults().add(RequestKind.PIECE, new Fault.Reset(kept), new Fault.Reset(kept));

        write(LARGE);

        holdsExactly(LARGE);
        assertThat(gcs.requests()).contains(RequestKind.QUERY);
    }

    @Test
    void continuesAfterAResetInTheMiddleOfTheLastPiece() {
        gcs.faults().add(RequestKind.LAST_PIECE, new Fault.Reset(1000));

        write(LARGE);

        holdsExactly(LARGE);
    }

    @Test
    void sendsTheRestWhenThe308ConfirmsPartOfAPiece() {
        gcs.faults()
                .add(
                        RequestKind.PIECE,
                        new Fault.TakesOnly(GcsOptions.QUANTUM),
                        new Fault.TakesOnly(GcsOptions.QUANTUM));

        write(LARGE);

        holdsExactly(LARGE);
    }

    @Test
    void learnsThatAnUploadHasEndedWhoseAnswerWasLost() {
        gcs.faults().add(RequestKind.LAST_PIECE, new Fault.LostAnswer());

        write(LARGE);

        holdsExactly(LARGE);
    }

    @Test
    void acceptsItsOwnSmallObjectWhoseAnswerWasLost() {
        gcs.faults().add(RequestKind.MULTIPART, new Fault.LostAnswer());

        StoredObject stored = write(SMALL);

        holdsExactly(SMALL);
        assertThat(stored.generation())
                .isEqualTo(gcs.objects("bucket").iterator().next().generation());
        assertThat(gcs.requests()).containsExactly(RequestKind.MULTIPART, RequestKind.MULTIPART, RequestKind.STAT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacesWhatIsThereAfterA412(boolean large) {
        gcs.put("bucket", "x/a/b", bytes(77));

        write(large ? LARGE : SMALL);

        holdsExactly(large ? LARGE : SMALL);
    }

    @Test
    void acceptsWhatATwinHasCommittedMeanwhile() {
        try (ObjectWriter slow = store.create("a/b", CHUNK)) {
            slow.write(LARGE, 0, LARGE.length);
            StoredObject twins = write(LARGE);

            StoredObject stored = slow.commit(Map.of("millrace-rows", "7"));

            assertThat(stored.generation()).isEqualTo(twins.generation());
        }
    }

    @Test
    void givesWayToATwinThatHasCommittedOtherBytes() {
        byte[] other = bytes(LARGE.length + 1);
        try (ObjectWriter slow = store.create("a/b", CHUNK)) {
            slow.write(LARGE, 0, LARGE.length);
            write(other);

            fails(() -> slow.commit(Map.of()), e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(e.problem()).contains("somebody else writes the same object");
            });
        }
        holdsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void says403WithTheBucketAndTheRole(boolean large) {
        gcs.faults().add(large ? RequestKind.START : RequestKind.MULTIPART, new Fault.Status(403));

        fails(() -> write(large ? LARGE : SMALL), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(e.problem()).contains("gs://bucket/x/a/b").contains("not allowed");
            assertThat(e.hint()).contains("roles/storage.objectUser").contains("bucket bucket");
        });
    }

    @Test
    void says401() {
        gcs.faults().add(RequestKind.MULTIPART, new Fault.Status(401));

        fails(() -> write(SMALL), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(e.problem()).contains("not authenticated");
        });
    }

    @Test
    void says404ForABucketThatIsNotThere() {
        try (ObjectStore nowhere = GcsObjectStore.connect(
                GcsLocation.parse("gs://nowhere/x"),
                GcsOptions.emulated(gcs.url(), PIECE, retry(Duration.ofSeconds(1))))) {
            Consumer<MillraceException> how = e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
                assertThat(e.problem()).contains("there is no bucket nowhere");
                assertThat(e.hint()).contains("create it");
            };
            fails(nowhere::checkWritable, how);
            fails(() -> nowhere.list("a", object -> {}), how);
            fails(() -> nowhere.create("a", CHUNK).write(LARGE, 0, LARGE.length), how);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverCountsAnObjectWhoseChecksumIsWrong(boolean large) {
        gcs.faults().add(large ? RequestKind.LAST_PIECE : RequestKind.MULTIPART, new Fault.BitFlip());

        fails(() -> write(large ? LARGE : SMALL), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(e.problem()).contains("is not what was sent");
        });
        write(large ? LARGE : SMALL);

        holdsExactly(large ? LARGE : SMALL);
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"PIECE", "LAST_PIECE", "MULTIPART"})
    void letsTheServiceRefuseBytesThatWereDamagedOnTheWay(RequestKind kind) {
        gcs.faults().add(kind, new Fault.DamagedOnTheWay());

        fails(
                () -> write(kind == RequestKind.MULTIPART ? SMALL : LARGE),
                e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));

        assertThat(gcs.objects("bucket")).isEmpty();
    }

    @Test
    void beginsAgainWhenTheUploadIsGone() {
        gcs.faults().add(RequestKind.PIECE, new Fault.Status(410));

        fails(() -> write(LARGE), e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
        write(LARGE);

        holdsExactly(LARGE);
    }

    @Test
    void stopsSendingAgainWhenItsTimeIsOver() {
        for (int i = 0; i < 2000; i++) {
            gcs.faults().add(RequestKind.PIECE, new Fault.Status(503));
            gcs.faults().add(RequestKind.QUERY, new Fault.Status(503));
        }
        try (ObjectStore impatient = connect(gcs.url(), Duration.ofMillis(200));
                ObjectWriter writer = impatient.create("a/b", CHUNK)) {
            fails(() -> writer.write(LARGE, 0, LARGE.length), e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(e.problem()).contains("gs://bucket/x/a/b").contains("503");
                assertThat(e.problem()).doesNotContain("upload_id").doesNotContain("\n");
            });
        }
    }

    @Test
    void saysThatNobodyListens() {
        gcs.close();
        try (ObjectStore unreachable = connect(gcs.url(), Duration.ofMillis(200))) {
            fails(unreachable::checkWritable, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.CONNECTION);
                assertThat(e.problem()).contains("cannot be reached");
            });
        }
    }

    @Test
    void waitsForASlowService() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        gcs.faults().add(RequestKind.PIECE, new Fault.Held(arrived, answer));
        Thread writer = Thread.ofVirtual().start(() -> write(LARGE));
        arrived.await();

        answer.countDown();
        writer.join();

        holdsExactly(LARGE);
    }

    @Test
    void anInterruptEndsAnUploadHonestly() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        gcs.faults().add(RequestKind.PIECE, new Fault.Held(arrived, new CountDownLatch(1)));
        AtomicReference<MillraceException> failure = new AtomicReference<>();
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                write(LARGE);
            } catch (MillraceException e) {
                failure.set(e);
            }
        });
        arrived.await();

        writer.interrupt();
        writer.join();

        assertThat(failure.get().kind()).isEqualTo(FailureKind.INTERRUPTED);
        assertThat(gcs.objects("bucket")).isEmpty();
    }

    @Test
    void joinsThoughAnAnswerIsLost() {
        StoredObject one = write("s/c/part-00000.bson", SMALL);
        StoredObject two = write("s/c/part-00001.bson", LARGE);
        gcs.faults().add(RequestKind.COMPOSE, new Fault.Status(503), new Fault.LostAnswer());

        StoredObject joined = store.join(java.util.List.of(one, two), "s/c.bson", CHUNK);

        assertThat(joined.size()).isEqualTo(SMALL.length + LARGE.length);
        assertThat(gcs.objects("bucket")).extracting(HeldObject::name).containsExactly("x/s/c.bson");
    }

    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"MULTIPART", "LIST", "UPDATE", "DELETE", "STAT"})
    void theDoctorNamesWhatIsNotAllowed(RequestKind kind) {
        gcs.faults().add(kind, new Fault.Status(403));

        fails(store::checkWritable, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(e.hint()).contains("roles/storage.objectUser");
        });
    }

    private StoredObject write(byte[] content) {
        return write("a/b", content);
    }

    private StoredObject write(String name, byte[] content) {
        try (ObjectWriter writer = store.create(name, CHUNK)) {
            for (int at = 0; at < content.length; at += 65_536) {
                writer.write(content, at, Math.min(65_536, content.length - at));
            }
            return writer.commit(Map.of(ObjectAttributes.ROWS, "7"));
        }
    }

    private void holdsExactly(byte[] content) {
        assertThat(gcs.faults().isEmpty()).isTrue();
        assertThat(gcs.objects("bucket")).singleElement().satisfies(object -> {
            assertThat(object.name()).isEqualTo("x/a/b");
            assertThat(object.content()).isEqualTo(content);
            assertThat(object.metadata().getString("millrace-rows").getValue()).isEqualTo("7");
        });
    }

    private static ObjectStore connect(String url, Duration total) {
        return GcsObjectStore.connect(
                GcsLocation.parse("gs://bucket/x"), GcsOptions.emulated(url, PIECE, retry(total)));
    }

    private static GcsRetry retry(Duration total) {
        return new GcsRetry(Duration.ofMillis(1), Duration.ofMillis(10), total);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static void fails(Runnable task, Consumer<MillraceException> how) {
        assertThatThrownBy(task::run).isInstanceOfSatisfying(MillraceException.class, how);
    }
}
