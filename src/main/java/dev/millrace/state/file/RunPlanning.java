package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a run's life before it is published. Not safe for use by several threads. */
final class RunPlanning implements AutoCloseable {

    private final RunFolder folder;
    private final Clock clock;
    private @Nullable RunClaim planner;
    private @Nullable ChunkFileWriter writer;

    RunPlanning(RunFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    boolean claim(String worker, Duration ttl) {
        Instant now = clock.instant();
        if (planner != null && planner.excludes(worker, now)) {
            return false;
        }
        close();
        writer = new ChunkFileWriter(folder.chunks());
        planner = RunClaim.of(worker, ttl, now);
        return true;
    }

    void add(List<Chunk> chunks) {
        claimed().add(chunks);
        if (planner != null) {
            planner = planner.renewed(clock.instant());
        }
    }

    /** Makes the chunks durable, then the plan that names them. */
    PublishedPlan publish(RunPlan plan) {
        PublishedPlan published = claimed().finish(plan);
        folder.replace(folder.plan(), published.json(), true);
        writer = null;
        planner = null;
        return published;
    }

    int chunks() {
        return writer == null ? 0 : writer.chunks();
    }

    long expectedDocuments() {
        return writer == null ? 0 : writer.expectedDocuments();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }

    private ChunkFileWriter claimed() {
        if (writer == null) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    "Run " + folder.runId() + " is not being planned by this process",
                    "another planner was at work on this run; start the command again");
        }
        return writer;
    }
}
