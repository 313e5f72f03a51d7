package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import java.util.stream.Stream;

/** Publishes each document of a chunk as an event; a chunk counts when all of them are stored. */
public final class SnapshotSink implements Sink {

    private final String generation;
    private final ChangeStep step;
    private final Outlet outlet;

    /**
     * @param generation the same for each attempt at one snapshot, part of the events' ids
     * @param outlet     the stream's own
     */
    public SnapshotSink(String generation, ChangeStep step, Outlet outlet) {
        this.generation = generation;
        this.step = step;
        this.outlet = outlet;
    }

    @Override
    public String description() {
        return outlet.publisher().description();
    }

    @Override
    public void prepare(RunPlan plan) {}

    @Override
    public ChunkWriter open(Chunk chunk) {
        outlet.publisher().resume();
        return new SnapshotWriter(generation, chunk.namespace(), step, outlet);
    }

    /** A publisher takes messages from one thread, and keeps many under way. */
    @Override
    public int mostWriters() {
        return 1;
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        receipts.close();
    }

    @Override
    public void close() {}
}
