package dev.millrace.job.stream;

import dev.millrace.observe.MemoryPressure;
import dev.millrace.observe.StreamEvent;
import dev.millrace.state.ResumeStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The streams of this process, for whoever asks how they are. Safe for use by many threads. */
@ApplicationScoped
public class RunningStreams {

    private volatile List<RunningStream> streams = List.of();
    private volatile @Nullable ResumeStore store;
    private volatile @Nullable MemoryPressure memory;

    void begin(List<RunningStream> all, ResumeStore places, MemoryPressure pressure) {
        store = places;
        memory = pressure;
        streams = List.copyOf(all);
    }

    /** What the streams had open is about to be closed. */
    void end() {
        streams = List.of();
        store = null;
    }

    void noted(StreamEvent event) {
        boolean all = event.stream().equals(StreamEvent.EVERY_STREAM);
        for (RunningStream stream : streams) {
            if (all || stream.name().equals(event.stream())) {
                stream.noted(event);
            }
        }
    }

    /** In the order of the configuration; none where this process runs no streams. */
    public List<RunningStream> all() {
        return streams;
    }

    /** Where they keep their places. */
    public Optional<ResumeStore> store() {
        return Optional.ofNullable(store);
    }

    public Optional<MemoryPressure> memory() {
        return Optional.ofNullable(memory);
    }
}
