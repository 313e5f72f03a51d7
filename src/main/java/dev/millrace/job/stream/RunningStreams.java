package dev.millrace.job.stream;

import dev.millrace.pipeline.ChangePipeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The streams of this process, for whoever asks how they are. Safe for use by many threads. */
@ApplicationScoped
public class RunningStreams {

    private final List<ChangePipeline> streams = new CopyOnWriteArrayList<>();

    void add(ChangePipeline stream) {
        streams.add(stream);
    }

    /** In the order of the configuration. */
    public List<ChangePipeline> all() {
        return List.copyOf(streams);
    }
}
