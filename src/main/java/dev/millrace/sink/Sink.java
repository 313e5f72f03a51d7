package dev.millrace.sink;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.RequestUnits;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where documents go. One object serves a whole run and is safe for use by many threads; the writers it opens are not.
 * Every failure is a {@link dev.millrace.model.MillraceException}; kind TRANSIENT means that writing the chunk again
 * from its start may work.
 */
public interface Sink extends AutoCloseable {

    /** The target's URI without its secrets. */
    String description();

    /**
     * Called once for a new run, by the process that plans it and before any other knows the plan: nothing of the run is
     * in the target yet. Repeated where that process dies during planning.
     */
    default void begin(RunPlan plan) {}

    /**
     * Checks and prepares the target. Called by each process before its first chunk, for a new run and for a resumed
     * one alike; doing it twice does no harm.
     */
    void prepare(RunPlan plan);

    /**
     * What a chunk's commit has left in the target itself, where the target remembers: then it is not written again,
     * whatever the run store says. Empty for targets that know only by the run store.
     */
    default Optional<WriteReceipt> committed(Chunk chunk) {
        return Optional.empty();
    }

    /** Starts to write one chunk; nothing of it counts before its writer's commit. */
    ChunkWriter open(Chunk chunk);

    /**
     * Called when every chunk is done, by one process, perhaps again after a crash: writes what marks the whole as
     * complete.
     *
     * @param receipts of all chunks, in order of their number; to be read once and closed
     */
    void finish(RunPlan plan, Stream<ChunkReceipt> receipts);

    /** What people should know of the whole run, a sentence each; complete after {@link #finish}. */
    default List<String> notes() {
        return List.of();
    }

    /**
     * Whether {@link #finish} has left nothing to be done. Where it has, the notes say what: every document is there, and
     * the same run will call it again.
     */
    default boolean isComplete() {
        return true;
    }

    /** How many chunk writers may be open at once, of this process; at least 1. */
    default int mostWriters() {
        return Integer.MAX_VALUE;
    }

    /** What the service behind it has charged this process; {@link RequestUnits#NONE} where it does not charge so. */
    default RequestUnits requestUnits() {
        return RequestUnits.NONE;
    }

    @Override
    void close();
}
