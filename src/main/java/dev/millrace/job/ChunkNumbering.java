package dev.millrace.job;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.state.RunStore;
import java.util.ArrayList;
import java.util.List;

/** Numbers chunks through the run and through each collection, and stores them in portions. */
final class ChunkNumbering {

    private static final int CHUNKS_AT_ONCE = 1000;

    /** So that numbers of chunks, and a little more, are ints everywhere. */
    private static final int MOST_CHUNKS = 2_000_000_000;

    private final RunStore store;
    private final String runId;
    private final StopSignal stop;
    private final List<Chunk> portion = new ArrayList<>();
    private int number;

    ChunkNumbering(RunStore store, String runId, StopSignal stop) {
        this.store = store;
        this.runId = runId;
        this.stop = stop;
    }

    /** Adds a collection's next range; `part` is its position in the collection, from 0. */
    void add(Namespace namespace, int part, ChunkRange range) {
        if (stop.isRequested()) {
            throw MillraceException.interrupted("planning");
        }
        if (number == MOST_CHUNKS) {
            throw MillraceException.usage(
                    "a run has at most " + MOST_CHUNKS + " chunks", "choose a larger --chunk-size");
        }
        portion.add(new Chunk(number++, namespace, part, range));
        if (portion.size() == CHUNKS_AT_ONCE) {
            flush();
        }
    }

    void flush() {
        if (!portion.isEmpty()) {
            store.addChunks(runId, List.copyOf(portion));
            portion.clear();
        }
    }
}
