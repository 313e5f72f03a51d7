package dev.millrace.job;

import dev.millrace.model.CollectionPlan;
import java.time.Duration;
import java.util.List;

/**
 * What a run would do.
 *
 * @param runId   the run's name
 * @param source  the source without its secrets
 * @param target  the target without its secrets
 * @param workers chunks that would be moved at once
 */
public record DryRun(String runId, String source, String target, int workers, List<Collection> collections) {

    public DryRun {
        collections = List.copyOf(collections);
    }

    /**
     * One collection.
     *
     * @param outputBytes expected size of the objects, by a sample; 0 where nothing is known
     * @param time        expected time to encode it here, by a sample; the ends may take longer
     * @param becomes     what it becomes in the target, for people: a line for each column, or the statements that make tables
     */
    public record Collection(CollectionPlan plan, int chunks, long outputBytes, Duration time, List<String> becomes) {

        public Collection {
            becomes = List.copyOf(becomes);
        }
    }
}
