package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.observe.RunSummary;
import dev.millrace.pipeline.Snapshot;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.sink.Sink;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Publishes the documents of what a stream watches: a run in chunks, kept in the run store, which resumes as any other. */
public final class StreamSnapshot implements Snapshot {

    private final Configuration configuration;
    private final StreamSource stream;
    private final MeterRegistry registry;
    private final Function<String, Sink> target;

    /** @param target opens the sink for a snapshot, given what tells it from the stream's other ones */
    public StreamSnapshot(
            Configuration configuration, StreamSource stream, MeterRegistry registry, Function<String, Sink> target) {
        this.configuration = configuration;
        this.stream = stream;
        this.registry = registry;
        this.target = target;
    }

    @Override
    public boolean publish(ResumePoint from, StopSignal stop) throws InterruptedException {
        String generation = RunIdentity.of(
                new BsonDocument("stream", new BsonString(stream.name())).append("from", new BsonString(from.text())));
        Configuration own =
                configuration.with(MongoSettings.URI, stream.uri()).with(RunSettings.RUN_ID, "snapshot-" + generation);
        BulkRequest request = new BulkRequest(
                new SourceRequest(List.of(namespace()), new BsonDocument(), new BsonDocument(), 0, 0), false);
        BulkPlan plan = BulkPlan.of(
                "snapshot",
                own,
                request,
                stream.name(),
                Resources.ofClone(own),
                new BsonDocument("generation", new BsonString(generation)));
        RunSummary summary = new BulkJob(own, plan, Optional.empty(), () -> target.apply(generation))
                .run(false, registry, stop, event -> {});
        return switch (summary.outcome()) {
            case DONE, ALREADY_DONE -> true;
            case INTERRUPTED -> false;
            case FAILED, INCOMPLETE, DIFFERENT ->
                throw new MillraceException(
                        FailureKind.FAILED,
                        "the snapshot of " + stream.name() + " is not complete: "
                                + summary.failures().stream()
                                        .findFirst()
                                        .map(failed -> failed.reason())
                                        .orElse("some of its chunks failed"),
                        "`millrace status --run-id " + own.get(RunSettings.RUN_ID)
                                + "` says which; started again it goes on where it is");
        };
    }

    private String namespace() {
        if (stream.database().isEmpty()) {
            return "*";
        }
        return stream.collection().isEmpty() ? stream.database() : stream.database() + "." + stream.collection();
    }
}
