package dev.millrace.pipeline;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.RunPlan;
import dev.millrace.observe.StreamMeter;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import java.util.stream.Stream;

/** Publishes each document of a chunk as an event; a chunk counts when all of them are stored. */
public final class SnapshotSink implements Sink {

    private final String generation;
    private final ChangeStep step;
    private final Publisher publisher;
    private final RejectedEvents rejects;
    private final StreamMeter meter;

    /**
     * @param generation the same for each attempt at one snapshot, part of the events' ids
     * @param publisher  stays open, as `rejects` does
     */
    public SnapshotSink(
            String generation, ChangeStep step, Publisher publisher, RejectedEvents rejects, StreamMeter meter) {
        this.generation = generation;
        this.step = step;
        this.publisher = publisher;
        this.rejects = rejects;
        this.meter = meter;
    }

    @Override
    public String description() {
        return publisher.description();
    }

    @Override
    public void prepare(RunPlan plan) {}

    @Override
    public ChunkWriter open(Chunk chunk) {
        publisher.resume();
        return new SnapshotWriter(generation, chunk.namespace(), step, publisher, rejects, meter);
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
