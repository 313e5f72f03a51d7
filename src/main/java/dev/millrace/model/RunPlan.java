package dev.millrace.model;

import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What a run does, decided before its first chunk and the same for each process that takes part.
 *
 * @param runId    names the run in the run store and in the objects it writes
 * @param command  the sub-command: `export`
 * @param source   the source's URI without its secrets
 * @param target   the target's URI without its secrets
 * @param settings what else decides the output (format, compression, filter …); a resumed run must have the same
 * @param created  when it was planned, to the millisecond
 */
public record RunPlan(
        String runId,
        String command,
        String source,
        String target,
        List<CollectionPlan> collections,
        BsonDocument settings,
        Instant created) {

    public RunPlan {
        collections = List.copyOf(collections);
    }
}
