package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.observe.RunEvent;
import dev.millrace.observe.RunMeter;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes chunks off the run store, one after the other, until there are none left. */
final class ChunkWorker {

    /** How often a worker looks again when all that is left is leased to others. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final String runId;
    private final String name;
    private final RunStore store;
    private final ChunkMove mover;
    private final LeaseKeeper keeper;
    private final Retry retry;
    private final RunLimits limits;
    private final StopSignal stop;
    private final RunMeter meter;
    private final Consumer<RunEvent> events;

    ChunkWorker(
            String runId,
            String name,
            RunStore store,
            ChunkMove mover,
            LeaseKeeper keeper,
            Retry retry,
            RunLimits limits,
            StopSignal stop,
            RunMeter meter,
            Consumer<RunEvent> events) {
        this.runId = runId;
        this.name = name;
        this.store = store;
        this.mover = mover;
        this.keeper = keeper;
        this.retry = retry;
        this.limits = limits;
        this.stop = stop;
        this.meter = meter;
        this.events = events;
    }

    /** Ends when no chunk is left, a stop is requested, or a failure concerns every chunk alike. */
    void work() throws InterruptedException {
        while (!stop.isRequested()) {
            Optional<Lease> lease = store.lease(runId, name, limits.leaseTtl());
            if (lease.isPresent()) {
                work(keeper.hold(lease.get()));
            } else if (isOver() || stop.await(POLL)) {
                return;
            }
        }
    }

    private boolean isOver() {
        RunProgress progress = store.progress(runId);
        return progress.pending() == 0 && progress.leased() == 0;
    }

    private void work(HeldLease held) throws InterruptedException {
        Chunk chunk = held.lease().chunk();
        boolean settled = false;
        try {
            long start = System.nanoTime();
            WriteReceipt receipt = moved(held);
            keeper.drop(held);
            settled = true;
            if (store.complete(held.lease(), receipt)) {
                events.accept(new RunEvent.ChunkCommitted(chunk, receipt, Duration.ofNanos(System.nanoTime() - start)));
            } else {
                events.accept(new RunEvent.LeaseLost(chunk));
            }
        } catch (MillraceException e) {
            keeper.drop(held);
            settled = givenUp(held, e);
        } finally {
            keeper.drop(held);
            if (!settled) {
                releaseQuietly(held.lease());
            }
        }
    }

    private WriteReceipt moved(HeldLease held) throws InterruptedException {
        Chunk chunk = held.lease().chunk();
        for (int attempt = 1; ; attempt++) {
            try {
                return mover.move(chunk, permission(held));
            } catch (MillraceException e) {
                if (held.isLost() || !isWorthAnotherTry(e) || attempt >= limits.attempts() || stop.isRequested()) {
                    throw e;
                }
                Duration wait = retry.delayAfter(attempt);
                meter.retried();
                events.accept(new RunEvent.ChunkRetried(chunk, attempt, wait, e.problem()));
                stop.await(wait);
                // Whoever took the chunk over may be what made this attempt fail.
                keeper.renew(held);
                if (held.isLost()) {
                    throw e;
                }
            }
        }
    }

    /** An end that could be reached when the run was planned may come back. */
    private static boolean isWorthAnotherTry(MillraceException e) {
        return Retry.isTransient(e) || e.kind() == FailureKind.CONNECTION;
    }

    private ChunkMove.Permission permission(HeldLease held) {
        return new ChunkMove.Permission() {
            @Override
            public void check() {
                held.check();
            }

            @Override
            public void confirm() {
                keeper.renew(held);
                held.check();
            }
        };
    }

    /** True when the chunk's fate is in the store; throws what would befall every other chunk too. */
    private boolean givenUp(HeldLease held, MillraceException e) {
        if (held.isLost()) {
            return true;
        }
        if (concernsAll(e.kind()) || stop.isRequested()) {
            throw e;
        }
        store.fail(held.lease(), limits.attempts(), e.problem());
        events.accept(new RunEvent.ChunkFailed(held.lease().chunk(), limits.attempts(), e.problem(), e.hint()));
        return true;
    }

    private static boolean concernsAll(FailureKind kind) {
        return switch (kind) {
            case USAGE, PERMISSION, NO_SPACE, INTERRUPTED -> true;
            case CONNECTION, NOT_FOUND, TRANSIENT, HISTORY_LOST, DATA, CONFLICT, FAILED, REJECTS, VERIFICATION -> false;
        };
    }

    /** On the way out: what the store says no longer changes what happened, and the lease runs out by itself. */
    private void releaseQuietly(Lease lease) {
        boolean interrupted = Thread.interrupted();
        try {
            store.release(lease);
        } catch (MillraceException e) {
            events.accept(new RunEvent.StoreRetried("release", 1, Duration.ZERO, e.problem()));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
