package dev.millrace.state;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Finding;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers runs: the plan, and each chunk's state `pending → leased(worker, until, fence) → done(receipt) |
 * failed(attempts, reason)`. Safe for use by many threads, and by many processes where the adapter says so. Failures
 * are {@link dev.millrace.model.MillraceException}s; kind TRANSIENT means that the same call may work later, and every
 * call may be repeated when it is not known whether it took effect. A call about a run that the store does not hold
 * (any more), or that was planned anew by somebody else meanwhile, is refused with kind CONFLICT; only {@link #plan},
 * {@link #progress}, {@link #runs}, {@link #claimPlanning} and {@link #delete} take an unknown run as a normal thing.
 *
 * <p>Life of a run: {@link #claimPlanning} → {@link #addChunks} … → {@link #publish} → any number of {@link #lease},
 * {@link #renew}, {@link #complete} … → {@link #claimFinish} → {@link #finished}.
 */
public interface RunStore extends AutoCloseable {

    /** The store's URI without its secrets. */
    String description();

    /** Whether several processes may work on one run at once. */
    boolean isShared();

    /** The runs that the store holds, newest first. */
    List<RunProgress> runs();

    /** The plan of a run that was published; empty where there is none or it is still being planned. */
    Optional<RunPlan> plan(String runId);

    /**
     * Asks to be the one that plans a run. Chunks that a dead planner left behind are removed with a successful claim,
     * also when the claim is the same worker's second one.
     *
     * @return true when the caller is to plan now; false when somebody else plans (ask again) or has planned
     */
    boolean claimPlanning(String runId, String worker, Duration ttl);

    /**
     * Adds chunks to a run that is being planned, in order of their number without a gap; also keeps the claim alive, which an
     * empty list does, too.
     * Refused with CONFLICT when somebody else took the planning over.
     */
    void addChunks(String runId, List<Chunk> chunks);

    /** Ends the planning; from now on chunks are leased. */
    void publish(RunPlan plan);

    /**
     * Takes the chunk with the lowest number that is pending or whose lease has run out. The fence of each lease on a
     * chunk is higher than that of the one before.
     *
     * @return empty when no chunk is to be had now; {@link RunProgress} tells whether any will be
     */
    Optional<Lease> lease(String runId, String worker, Duration ttl);

    /** Extends a lease, also one that ran out when nobody else has taken the chunk yet; false when it was lost. */
    boolean renew(Lease lease, Duration ttl);

    /**
     * Marks a chunk done, durably when the call returns; false, with nothing changed, when the lease was lost. A lease
     * that ran out is not lost before somebody else takes the chunk. Doing it twice with the same lease is harmless.
     */
    boolean complete(Lease lease, WriteReceipt receipt);

    /** Gives a chunk back untried, as at a shutdown; harmless when the lease was lost. */
    void release(Lease lease);

    /** Marks a chunk failed for this run; {@link #retryFailed} brings it back. Harmless when the lease was lost. */
    void fail(Lease lease, int attempts, String reason);

    /** Makes every failed chunk pending again, as at the start of a resumed run; tells how many there were. */
    int retryFailed(String runId);

    /** Says what a worker is doing, for `status`; kept until its ttl is over. */
    void report(String runId, WorkerReport report, Duration ttl);

    RunProgress progress(String runId);

    /** Chunks that failed, with their reasons, in order of their number. */
    List<FailedChunk> failures(String runId);

    /** Receipts of all chunks done, in order of their number; to be closed. */
    Stream<ChunkReceipt> receipts(String runId);

    /**
     * Asks to be the one that finishes the run; the same worker asks again to keep the claim alive.
     *
     * @return false while a chunk is not done, while somebody else finishes, and when the run is finished
     */
    boolean claimFinish(String runId, String worker, Duration ttl);

    /** Marks the whole run finished. */
    void finished(String runId);

    /** Forgets a run. Nothing happens to what it wrote. */
    void delete(String runId);

    /** Looks at everything a run needs of this store; does not throw for what it finds. */
    List<Finding> check();

    @Override
    void close();
}
