package dev.millrace.pipeline;

import dev.millrace.state.RunStore;
import java.time.Duration;

/** Keeps the claim to finish a run alive while finishing goes on, which may take longer than any lease. */
final class FinishClaim implements AutoCloseable {

    private final RunStore store;
    private final String runId;
    private final String worker;
    private final Duration ttl;
    private final TaskGroup keeper = new TaskGroup("finish-claim");

    /** @param worker who has claimed it a moment ago */
    FinishClaim(RunStore store, String runId, String worker, Duration ttl) {
        this.store = store;
        this.runId = runId;
        this.worker = worker;
        this.ttl = ttl;
        keeper.fork(this::keep);
    }

    /** Whether it is still this worker's to finish; false once another has taken over. */
    boolean isHeld() {
        return store.claimFinish(runId, worker, ttl);
    }

    private void keep() throws InterruptedException {
        do {
            Thread.sleep(ttl.dividedBy(3));
        } while (isHeld());
    }

    @Override
    public void close() {
        keeper.close();
    }
}
