package dev.millrace.job;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do.
 *
 * @param runId          the run's name
 * @param source         the source without its secrets
 * @param target         the target without its secrets
 * @param workers        chunks that would be moved at once
 * @param bytesPerSecond how fast a sample was encoded, of all workers together; 0 where nothing was sampled
 */
public record DryRun(
        String runId, String source, String target, int workers, double bytesPerSecond, List<Collection> collections) {

    public DryRun {
        collections = List.copyOf(collections);
    }

    /**
     * One collection.
     *
     * @param columns name and type of each column, for people
     */
    public record Collection(CollectionPlan plan, int chunks, List<String> columns) {

        public Collection {
            columns = List.copyOf(columns);
        }
    }

    /** How long a collection would take at the sample's pace. */
    public Optional<Duration> timeFor(CollectionInfo info) {
        return bytesPerSecond > 0 && info.bytes() > 0
                ? Optional.of(Duration.ofMillis(Math.round(info.bytes() * 1000.0 / bytesPerSecond)))
                : Optional.empty();
    }
}
