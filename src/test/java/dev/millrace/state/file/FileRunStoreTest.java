package dev.millrace.state.file;

import static dev.millrace.contract.SampleRun.publish;
import static dev.millrace.contract.SampleRun.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.RunStoreContract;
import dev.millrace.contract.SampleRun;
import dev.millrace.doubles.HandClock;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.state.Lease;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.WorkerReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunStoreTest extends RunStoreContract {

    private final HandClock clock = new HandClock();

    @TempDir
    Path directory;

    @Override
    protected RunStore open() {
        return new FileRunStore(directory.resolve("store"), clock);
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }

    private Path file(String name) {
        return directory.resolve("store").resolve(RUN).resolve(name);
    }

    @Test
    void refusesASecondStoreOnTheSameRunAndNamesTheFirst() {
        publish(store, RUN, 2);

        try (RunStore second = open()) {
            assertThatThrownBy(() -> second.lease(RUN, "b", LONG))
                    .isInstanceOfSatisfying(MillraceException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
                        assertThat(failure.problem())
                                .contains("run-1 is being worked on by process "
                                        + ProcessHandle.current().pid());
                        assertThat(failure.hint()).contains("--run-store redis://");
                    });
            assertConflict(() -> second.delete(RUN));
        }
        assertThat(store.lease(RUN, "a", LONG)).isPresent();
    }

    @Test
    void showsARunToAStoreThatOnlyWatches() {
        publish(store, RUN, 5);
        try (RunStore watcher = open()) {
            assertThat(watcher.progress(RUN)).isEqualTo(store.progress(RUN));
            List<Lease> leases = leaseAll();
            store.complete(leases.get(0), receipt(0));
            store.fail(leases.get(1), 2, "poison");
            store.release(leases.get(2));
            store.report(RUN, report("worker"), LONG);

            assertThat(watcher.progress(RUN)).isEqualTo(store.progress(RUN));
            assertThat(watcher.progress(RUN).leased()).isEqualTo(2);
            assertThat(watcher.failures(RUN)).isEqualTo(store.failures(RUN));
            assertThat(watcher.receipts(RUN)).hasSize(1);
            assertThat(watcher.plan(RUN)).isEqualTo(store.plan(RUN));
            assertThat(watcher.runs()).hasSize(1);
        }
    }

    @Test
    void showsNoLeasesOfAProcessThatIsGone() {
        publish(store, RUN, 5);
        leaseAll();
        store.report(RUN, report("worker"), LONG);
        store.close();

        try (RunStore watcher = open()) {
            assertThat(watcher.progress(RUN))
                    .extracting(RunProgress::leased, RunProgress::pending)
                    .containsExactly(0, 5);
        }
    }

    @Test
    void showsARunThatWasStartedAnewToAStoreThatWatchedTheOldOne() {
        publish(store, RUN, 5);
        try (RunStore watcher = open()) {
            store.complete(leaseAll().getFirst(), receipt(0));
            assertThat(watcher.progress(RUN).done()).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));

            store.delete(RUN);
            publish(store, RUN, 7);
            leaseAll();

            assertThat(watcher.progress(RUN))
                    .extracting(RunProgress::chunks, RunProgress::done)
                    .containsExactly(7, 0);
        }
    }

    @Test
    void resumesWhereverTheJournalWasTorn() throws IOException {
        publish(store, RUN, 6);
        List<Lease> leases = leaseAll();
        store.complete(leases.get(0), receipt(0));
        store.fail(leases.get(1), 1, "x");
        store.release(leases.get(2));
        store.complete(leases.get(3), receipt(3));
        store.close();
        byte[] journal = Files.readAllBytes(file("journal.log"));

        for (int length = journal.length; length >= 0; length -= 13) {
            Files.write(file("journal.log"), Arrays.copyOf(journal, length));
            store = open();
            store.retryFailed(RUN);
            int done = store.progress(RUN).done();
            List<Lease> rest = leaseAll();
            assertThat(rest).hasSize(6 - done);
            rest.forEach(lease -> store.complete(lease, receipt(lease.chunk().number())));
            assertThat(store.receipts(RUN)).hasSize(6);
            store.close();
        }
        store = open();
    }

    @Test
    void resumesBehindABlockOfZerosThatAPowerCutLeft() throws IOException {
        publish(store, RUN, 3);
        store.complete(leaseAll().getFirst(), receipt(0));
        store.close();
        Files.write(file("journal.log"), new byte[4096], StandardOpenOption.APPEND);

        store = open();

        assertThat(leaseAll()).hasSize(2);
        restart();
        assertThat(store.progress(RUN).done()).isEqualTo(1);
    }

    @Test
    void plansAnewWhenThePlannerDiedInTheMiddle() {
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, SampleRun.chunks(0, 4));

        restart();

        assertThat(store.progress(RUN).phase()).isEqualTo(RunPhase.PLANNING);
        publish(store, RUN, 2);
        assertThat(leaseAll()).hasSize(2);
    }

    @Test
    void namesTheFileAndThePlaceWhenTheJournalIsDamaged() throws IOException {
        publish(store, RUN, 3);
        store.complete(leaseAll().getFirst(), receipt(0));
        store.close();
        byte[] journal = Files.readAllBytes(file("journal.log"));
        journal[12] ^= 1;
        Files.write(file("journal.log"), journal);

        store = open();

        assertDamaged(() -> store.lease(RUN, "a", LONG), "journal.log", "byte 0");
        assertDamaged(() -> store.progress(RUN), "journal.log", "byte 0");
        assertThat(store.runs()).extracting(RunProgress::phase).containsExactly(RunPhase.UNKNOWN);
        store.delete(RUN);
        assertThat(store.runs()).isEmpty();
    }

    @Test
    void noticesThatTheBoundsOfAChunkWereChanged() throws IOException {
        publish(store, RUN, 3);
        store.close();
        String chunks = Files.readString(file("chunks.jsonl"));
        Files.writeString(file("chunks.jsonl"), chunks.replaceFirst("5f43a1b2", "5f43a1b3"));

        store = open();

        assertDamaged(() -> store.lease(RUN, "a", LONG), "chunks.jsonl", "as a whole");
    }

    @Test
    void noticesThatThePlanIsNotReadable() throws IOException {
        publish(store, RUN, 3);
        store.close();
        Files.writeString(file("plan.json"), "{\"format\": 1,");

        store = open();

        assertDamaged(() -> store.plan(RUN), "plan.json", "as a whole");
    }

    @Test
    void saysThatTheDirectoryIsAFile() throws IOException {
        Files.writeString(directory.resolve("store"), "a file");

        assertThatThrownBy(() -> store.claimPlanning(RUN, "a", LONG))
                .isInstanceOfSatisfying(MillraceException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
                    assertThat(failure.problem()).contains("a file stands where a directory is needed");
                    assertThat(failure.hint()).contains("another directory");
                });
    }

    @Test
    void checksThatItCanWriteWithoutLeavingATrace() throws IOException {
        assertThat(store.check()).extracting(Finding::verdict).doesNotContain(Finding.Verdict.BAD);
        assertThat(directory).isEmptyDirectory();
        Files.writeString(directory.resolve("store"), "a file");
        assertThat(store.check()).extracting(Finding::verdict).containsExactly(Finding.Verdict.BAD);
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "only Linux has a device that is always full");
        store.claimPlanning(RUN, "a", LONG);
        store.close();
        Files.delete(file("chunks.jsonl"));
        Files.createSymbolicLink(file("chunks.jsonl"), full);
        store = open();
        store.claimPlanning(RUN, "a", LONG);

        assertThatThrownBy(() -> store.addChunks(RUN, SampleRun.chunks(0, 1)))
                .isInstanceOfSatisfying(MillraceException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(FailureKind.FAILED);
                    assertThat(failure.problem()).contains("chunks.jsonl").contains("the disk is full");
                    assertThat(failure.hint()).contains("free space");
                });
    }

    @Test
    void refusesARunIdThatIsNoFileName() {
        for (String name : List.of("../x", "", ".hidden", "a/b", "a b")) {
            assertThatThrownBy(() -> store.claimPlanning(name, "a", LONG))
                    .isInstanceOfSatisfying(
                            MillraceException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.USAGE));
        }
    }

    @Test
    void worksOnWhenAThreadIsInterrupted() {
        publish(store, RUN, 2);
        Lease lease = store.lease(RUN, "a", LONG).orElseThrow();

        Thread.currentThread().interrupt();
        try {
            assertThat(store.complete(lease, receipt(0))).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(store.complete(store.lease(RUN, "a", LONG).orElseThrow(), receipt(1)))
                .isTrue();
    }

    @Test
    void readsReceiptsInSeveralPassesOverTheJournal() {
        publish(store, RUN, 10);
        List<Lease> leases = leaseAll();
        for (int number : List.of(9, 2, 7, 4, 0)) {
            store.complete(leases.get(number), receipt(number));
        }
        RunFolder folder = RunFolder.of(directory.resolve("store"), RUN);

        try (ReceiptIterator receipts = new ReceiptIterator(folder, 10, Long.MAX_VALUE, 3)) {
            assertThat(receipts)
                    .toIterable()
                    .extracting(receipt -> receipt.chunk().number())
                    .containsExactly(0, 2, 4, 7, 9);
        }
    }

    private static WorkerReport report(String worker) {
        return new WorkerReport(worker, 1, 2, 3, 4, 5, 6, RequestUnits.NONE, 0, Instant.ofEpochMilli(7));
    }

    private static void assertDamaged(Runnable call, String file, String place) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(MillraceException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.DATA);
            assertThat(failure.problem()).contains("damaged").contains(file).contains(place);
            assertThat(failure.hint()).contains("--restart");
        });
    }
}
