package dev.millrace.contract;

import static dev.millrace.contract.SampleRun.chunks;
import static dev.millrace.contract.SampleRun.plan;
import static dev.millrace.contract.SampleRun.publish;
import static dev.millrace.contract.SampleRun.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.Lease;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every run store does, whatever it is made of. */
public abstract class RunStoreContract {

    private static final RequestUnits SPENT = new RequestUnits(1234.5, 80, 12, 3, Duration.ofMillis(1500), true);

    protected static final String RUN = "run-1";
    protected static final Duration LONG = Duration.ofMinutes(5);
    protected static final Duration SHORT = Duration.ofMillis(250);

    protected RunStore store;

    /** Opens the store under test; each call gives another object on the same data. */
    protected abstract RunStore open();

    /** Returns when this much time has gone by on the store's clock. */
    protected abstract void pass(Duration time);

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    /** As after the end of the process: another object on the same data. */
    protected void restart() {
        store.close();
        store = open();
    }

    @Test
    void givesBackThePlanValueForValue() {
        publish(store, RUN, 3);

        restart();

        assertThat(store.plan(RUN)).contains(plan(RUN));
    }

    @Test
    void givesBackEachChunkValueForValue() {
        publish(store, RUN, 3);

        assertThat(leaseAll().stream().map(Lease::chunk)).isEqualTo(chunks(0, 3));
    }

    @Test
    void letsOneWorkerPlanAtATime() {
        assertThat(store.claimPlanning(RUN, "a", LONG)).isTrue();
        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
        assertThat(store.claimPlanning(RUN, "a", LONG)).isTrue();
        assertThat(store.plan(RUN)).isEmpty();
        assertThat(store.progress(RUN).phase()).isEqualTo(RunPhase.PLANNING);
    }

    @Test
    void letsAnotherWorkerPlanAfterThePlannerFellSilentAndForgetsItsChunks() {
        store.claimPlanning(RUN, "a", SHORT);
        store.addChunks(RUN, chunks(0, 7));
        pass(SHORT);

        assertThat(store.claimPlanning(RUN, "b", LONG)).isTrue();

        store.addChunks(RUN, chunks(0, 2));
        store.publish(plan(RUN));
        assertThat(store.progress(RUN).chunks()).isEqualTo(2);
        assertThat(leaseAll()).hasSize(2);
    }

    @Test
    void keepsThePlanningClaimWhileChunksAreAdded() {
        store.claimPlanning(RUN, "a", SHORT);
        pass(SHORT.dividedBy(2));
        store.addChunks(RUN, chunks(0, 1));
        pass(SHORT.dividedBy(2));

        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
    }

    @Test
    void keepsThePlanningClaimWhileNoChunkIsFound() {
        store.claimPlanning(RUN, "a", SHORT);
        pass(SHORT.dividedBy(2));
        store.addChunks(RUN, List.of());
        pass(SHORT.dividedBy(2));
        store.addChunks(RUN, chunks(0, 2));
        store.addChunks(RUN, List.of());

        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
        assertThat(store.progress(RUN).chunks()).isEqualTo(2);
    }

    @Test
    void refusesASignOfLifeFromAPlannerThatWasOvertaken() {
        store.claimPlanning(RUN, "a", SHORT);
        pass(SHORT);
        publish(store, RUN, 1);

        assertConflict(() -> store.addChunks(RUN, List.of()));
        assertThat(store.progress(RUN).chunks()).isEqualTo(1);
    }

    @Test
    void refusesChunksWithAGapInTheirNumbers() {
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, chunks(0, 2));

        assertConflict(() -> store.addChunks(RUN, chunks(3, 4)));
    }

    @Test
    void plansARunOnce() {
        publish(store, RUN, 1);

        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
        store.publish(plan(RUN));
        assertThat(store.progress(RUN).chunks()).isEqualTo(1);
    }

    @Test
    void leasesNothingBeforeTheRunIsPublished() {
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, chunks(0, 2));

        assertThat(store.lease(RUN, "a", LONG)).isEmpty();
    }

    @Test
    void leasesEachChunkOnceInOrderOfItsNumber() {
        publish(store, RUN, 5);

        assertThat(leaseAll())
                .extracting(lease -> lease.chunk().number(), Lease::attempts, Lease::worker, Lease::runId)
                .containsExactly(
                        tuple(0, 0, "a", RUN),
                        tuple(1, 0, "a", RUN),
                        tuple(2, 0, "a", RUN),
                        tuple(3, 0, "a", RUN),
                        tuple(4, 0, "a", RUN));
    }

    @Test
    void givesAChunkToAnotherWorkerWhenItsLeaseRanOut() {
        publish(store, RUN, 2);
        Lease first = store.lease(RUN, "a", SHORT).orElseThrow();
        pass(SHORT);

        Lease second = store.lease(RUN, "b", LONG).orElseThrow();

        assertThat(second.chunk()).isEqualTo(first.chunk());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(second.attempts()).isEqualTo(1);
        assertThat(store.lease(RUN, "b", LONG).orElseThrow().chunk().number()).isEqualTo(1);
    }

    @Test
    void refusesEverythingFromAFrozenWorkerWhoseChunkWasGivenToAnother() {
        publish(store, RUN, 1);
        Lease frozen = store.lease(RUN, "a", SHORT).orElseThrow();
        pass(SHORT);
        Lease current = store.lease(RUN, "b", LONG).orElseThrow();

        assertThat(store.renew(frozen, LONG)).isFalse();
        assertThat(store.complete(frozen, receipt(0))).isFalse();
        store.fail(frozen, 3, "frozen");
        store.release(frozen);

        assertThat(store.progress(RUN))
                .extracting(RunProgress::leased, RunProgress::failed)
                .containsExactly(1, 0);
        assertThat(store.lease(RUN, "c", LONG)).isEmpty();
        assertThat(store.complete(current, receipt(0))).isTrue();
        assertThat(store.complete(frozen, receipt(0))).isFalse();
    }

    @Test
    void acceptsACompletionThatIsLateWhenNobodyElseTookTheChunk() {
        publish(store, RUN, 1);
        Lease late = store.lease(RUN, "a", SHORT).orElseThrow();
        pass(SHORT);

        assertThat(store.progress(RUN))
                .extracting(RunProgress::pending, RunProgress::leased)
                .containsExactly(1, 0);
        assertThat(store.renew(late, SHORT)).isTrue();
        pass(SHORT);
        assertThat(store.complete(late, receipt(0))).isTrue();
        assertThat(store.lease(RUN, "b", LONG)).isEmpty();
    }

    @Test
    void keepsALeaseThatIsRenewed() {
        publish(store, RUN, 1);
        Lease lease = store.lease(RUN, "a", SHORT).orElseThrow();
        assertThat(store.renew(lease, LONG)).isTrue();
        pass(SHORT);

        assertThat(store.lease(RUN, "b", LONG)).isEmpty();
    }

    @Test
    void takesTheSameCompletionTwice() {
        publish(store, RUN, 1);
        Lease lease = store.lease(RUN, "a", LONG).orElseThrow();

        assertThat(store.complete(lease, receipt(0))).isTrue();
        assertThat(store.complete(lease, receipt(0))).isTrue();

        assertThat(store.progress(RUN))
                .extracting(RunProgress::done, RunProgress::written)
                .containsExactly(1, 100L);
        assertThat(store.renew(lease, LONG)).isFalse();
    }

    @Test
    void givesAReleasedChunkToTheNextWithoutCountingTheAttempt() {
        publish(store, RUN, 3);
        leaseAll().forEach(store::release);

        List<Lease> again = leaseAll();

        assertThat(again.stream().map(lease -> lease.chunk().number())).containsExactly(0, 1, 2);
        assertThat(again).allMatch(lease -> lease.attempts() == 0);
    }

    @Test
    void keepsFailedChunksApartUntilTheyAreRetried() {
        publish(store, RUN, 4);
        List<Lease> leases = leaseAll();
        store.fail(leases.get(2), 5, "cannot read \"x\"\nnot authorized ä 😀");
        store.fail(leases.get(1), 4, "no");

        assertThat(store.failures(RUN))
                .containsExactly(
                        new FailedChunk(SampleRun.chunk(1), 4, "no"),
                        new FailedChunk(SampleRun.chunk(2), 5, "cannot read \"x\"\nnot authorized ä 😀"));
        assertThat(store.lease(RUN, "a", LONG)).isEmpty();
        assertThat(store.retryFailed(RUN)).isEqualTo(2);
        assertThat(store.retryFailed(RUN)).isZero();
        assertThat(store.failures(RUN)).isEmpty();
        assertThat(leaseAll())
                .extracting(lease -> lease.chunk().number(), Lease::attempts)
                .containsExactly(tuple(1, 0), tuple(2, 0));
    }

    @Test
    void countsWhatIsDone() {
        publish(store, RUN, 5);
        List<Lease> leases = leaseAll();
        store.complete(leases.get(0), receipt(0));
        store.complete(leases.get(3), receipt(3));
        store.fail(leases.get(4), 1, "x");
        store.release(leases.get(1));

        RunProgress progress = store.progress(RUN);

        assertThat(progress)
                .isEqualTo(new RunProgress(
                        RUN,
                        RunPhase.RUNNING,
                        plan(RUN).created(),
                        5,
                        1,
                        1,
                        2,
                        1,
                        203,
                        2,
                        20_000,
                        4_000,
                        5_000,
                        List.of()));
    }

    @Test
    void givesReceiptsInOrderOfTheirChunks() {
        publish(store, RUN, 6);
        List<Lease> leases = leaseAll();
        for (int number : List.of(5, 0, 3, 1)) {
            store.complete(leases.get(number), receipt(number));
        }

        try (Stream<ChunkReceipt> receipts = store.receipts(RUN)) {
            assertThat(receipts)
                    .containsExactly(
                            new ChunkReceipt(SampleRun.chunk(0), receipt(0)),
                            new ChunkReceipt(SampleRun.chunk(1), receipt(1)),
                            new ChunkReceipt(SampleRun.chunk(3), receipt(3)),
                            new ChunkReceipt(SampleRun.chunk(5), receipt(5)));
        }
    }

    @Test
    void letsOneWorkerFinishWhenEveryChunkIsDone() {
        publish(store, RUN, 2);
        List<Lease> leases = leaseAll();
        store.complete(leases.get(0), receipt(0));
        assertThat(store.claimFinish(RUN, "a", LONG)).isFalse();
        store.complete(leases.get(1), receipt(1));

        assertThat(store.claimFinish(RUN, "a", SHORT)).isTrue();
        assertThat(store.claimFinish(RUN, "b", LONG)).isFalse();
        assertThat(store.claimFinish(RUN, "a", SHORT)).isTrue();
        pass(SHORT);
        assertThat(store.claimFinish(RUN, "b", LONG)).isTrue();
        store.finished(RUN);
        assertThat(store.claimFinish(RUN, "b", LONG)).isFalse();
        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
        assertThat(store.lease(RUN, "b", LONG)).isEmpty();
        restart();
        assertThat(store.progress(RUN).phase()).isEqualTo(RunPhase.FINISHED);
        assertThat(store.plan(RUN)).contains(plan(RUN));
    }

    @Test
    void finishesARunWithoutChunks() {
        publish(store, RUN, 0);

        assertThat(store.lease(RUN, "a", LONG)).isEmpty();
        assertThat(store.claimFinish(RUN, "a", LONG)).isTrue();
        store.finished(RUN);
        assertThat(store.receipts(RUN)).isEmpty();
    }

    @Test
    void continuesARunInANewProcess() {
        publish(store, RUN, 6);
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            leases.add(store.lease(RUN, "a", SHORT).orElseThrow());
        }
        store.complete(leases.get(1), receipt(1));
        store.fail(leases.get(2), 2, "poison");
        pass(SHORT);

        restart();

        assertThat(store.plan(RUN)).contains(plan(RUN));
        assertThat(store.claimPlanning(RUN, "b", LONG)).isFalse();
        assertThat(store.retryFailed(RUN)).isEqualTo(1);
        List<Lease> rest = leaseAll();
        assertThat(rest)
                .extracting(lease -> lease.chunk().number(), Lease::attempts)
                .containsExactly(tuple(0, 1), tuple(2, 0), tuple(3, 1), tuple(4, 0), tuple(5, 0));
        assertThat(rest.getFirst().fence()).isGreaterThan(leases.getFirst().fence());
        rest.forEach(lease -> store.complete(lease, receipt(lease.chunk().number())));
        assertThat(store.claimFinish(RUN, "b", LONG)).isTrue();
        assertThat(store.receipts(RUN)).hasSize(6);
    }

    @Test
    void showsWhatWorkersSayUntilItIsOld() {
        publish(store, RUN, 1);
        WorkerReport one =
                new WorkerReport("host-1", 5, 500, 12.5, 1e9, 1 << 30, 2, SPENT, 17.5, Instant.ofEpochMilli(1234567));
        WorkerReport two = new WorkerReport(
                "host-2", 6, 600, 0, 0, 1 << 20, 0, RequestUnits.NONE, 0, Instant.ofEpochMilli(1234568));
        store.report(RUN, one, SHORT);
        store.report(RUN, two, LONG);

        assertThat(store.progress(RUN).workers()).containsExactly(one, two);
        pass(SHORT);
        assertThat(store.progress(RUN).workers()).containsExactly(two);
    }

    @Test
    void forgetsADeletedRun() {
        publish(store, RUN, 2);
        publish(store, "other", 2);
        Lease lease = store.lease(RUN, "a", LONG).orElseThrow();

        store.delete(RUN);
        store.delete(RUN);

        assertThat(store.progress(RUN)).isEqualTo(RunProgress.unknown(RUN));
        assertThat(store.plan(RUN)).isEmpty();
        assertThat(store.runs()).extracting(RunProgress::runId).containsExactly("other");
        assertConflict(() -> store.complete(lease, receipt(0)));
        publish(store, RUN, 3);
        assertThat(store.complete(lease, receipt(0))).isFalse();
        assertThat(leaseAll()).hasSize(3);
    }

    @Test
    void refusesWorkOnARunThatItDoesNotHold() {
        Lease lease = new Lease("nothing", SampleRun.chunk(0), "a", 1, 0);

        assertThat(store.plan("nothing")).isEmpty();
        assertThat(store.progress("nothing").phase()).isEqualTo(RunPhase.UNKNOWN);
        assertConflict(() -> store.lease("nothing", "a", LONG));
        assertConflict(() -> store.renew(lease, LONG));
        assertConflict(() -> store.complete(lease, receipt(0)));
        assertConflict(() -> store.release(lease));
        assertConflict(() -> store.fail(lease, 1, "x"));
        assertConflict(() -> store.retryFailed("nothing"));
        assertConflict(() -> store.addChunks("nothing", chunks(0, 1)));
        assertConflict(() -> store.publish(plan("nothing")));
        assertConflict(() -> store.claimFinish("nothing", "a", LONG));
        assertConflict(() -> store.finished("nothing"));
        assertConflict(() -> store.failures("nothing"));
        assertConflict(() -> store.receipts("nothing").toList());
        assertThat(store.runs()).isEmpty();
    }

    @Test
    void listsRunsNewestFirst() {
        assertThat(store.runs()).isEmpty();
        for (int i : List.of(2, 3, 1)) {
            var plan = plan("run-" + i);
            store.claimPlanning(plan.runId(), "a", LONG);
            store.publish(new RunPlan(
                    plan.runId(),
                    plan.command(),
                    plan.source(),
                    plan.target(),
                    plan.collections(),
                    plan.settings(),
                    plan.created().plusSeconds(i)));
        }

        assertThat(store.runs()).extracting(RunProgress::runId).containsExactly("run-3", "run-2", "run-1");
    }

    @Test
    void leasesAndCompletesEachChunkExactlyOnceUnderContention() throws Exception {
        int count = 5_000;
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, SampleRun.smallChunks(0, count));
        store.publish(plan(RUN));
        List<RunStore> stores = store.isShared() ? List.of(store, open(), open()) : List.of(store);
        Set<Integer> leased = ConcurrentHashMap.newKeySet();
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RunStore mine = stores.get(i % stores.size());
            String name = "worker-" + i;
            workers.add(() -> workUntilNothingIsLeft(mine, name, leased));
        }

        int completed = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> worker : threads.invokeAll(workers)) {
                completed += worker.get();
            }
        }

        assertThat(completed).isEqualTo(count);
        assertThat(leased).hasSize(count);
        assertThat(store.progress(RUN))
                .extracting(RunProgress::done, RunProgress::leased)
                .containsExactly(count, 0);
        try (Stream<ChunkReceipt> receipts = store.receipts(RUN)) {
            int[] next = {0};
            assertThat(receipts)
                    .allMatch(receipt -> receipt.chunk().number() == next[0]++)
                    .hasSize(count);
        }
        stores.stream().filter(other -> other != store).forEach(RunStore::close);
    }

    @Test
    void plansAndLeasesAHundredThousandChunksQuickly() {
        int count = 100_000;
        long start = System.nanoTime();
        store.claimPlanning(RUN, "a", LONG);
        for (int from = 0; from < count; from += 10_000) {
            store.addChunks(RUN, SampleRun.smallChunks(from, from + 10_000));
        }
        store.publish(plan(RUN));
        for (int i = 0; i < 1_000; i++) {
            assertThat(store.lease(RUN, "a", LONG).orElseThrow().chunk().number())
                    .isEqualTo(i);
        }

        assertThat(store.progress(RUN))
                .extracting(RunProgress::chunks, RunProgress::pending)
                .containsExactly(100_000, 99_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    protected List<Lease> leaseAll() {
        List<Lease> leases = new ArrayList<>();
        for (var lease = store.lease(RUN, "a", LONG); lease.isPresent(); lease = store.lease(RUN, "a", LONG)) {
            leases.add(lease.get());
        }
        return leases;
    }

    protected static void assertConflict(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(MillraceException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(failure.hint()).isNotEmpty();
        });
    }

    private static int workUntilNothingIsLeft(RunStore store, String worker, Set<Integer> leased) {
        int completed = 0;
        for (var lease = store.lease(RUN, worker, LONG); lease.isPresent(); lease = store.lease(RUN, worker, LONG)) {
            int number = lease.get().chunk().number();
            if (!leased.add(number)) {
                throw new AssertionError("chunk " + number + " was leased twice");
            }
            completed += store.complete(lease.get(), receipt(number)) ? 1 : 0;
        }
        return completed;
    }
}
