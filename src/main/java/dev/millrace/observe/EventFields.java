package dev.millrace.observe;

import dev.millrace.model.Chunk;
import dev.millrace.model.Namespace;
import dev.millrace.model.RequestUnits;
import dev.millrace.state.RunProgress;
import java.time.Duration;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;

/** The catalogue of events as data: each one's name and keys, for the log and for `--json` alike. */
public final class EventFields {

    private EventFields() {}

    /** `{event: NAME, …}`; numbers of documents, bytes and milliseconds; never anything out of a document. */
    public static BsonDocument of(RunEvent event) {
        BsonDocument fields =
                new BsonDocument("event", new BsonString(event.getClass().getSimpleName()));
        switch (event) {
            case RunEvent.RunStarted e -> {
                text(fields, "run", e.runId());
                fields.append("resumed", BsonBoolean.valueOf(e.resumed()));
                progress(fields, e.progress());
            }
            case RunEvent.ChunkCommitted e -> {
                chunk(fields, e.chunk());
                number(fields, "documents", e.receipt().written());
                number(fields, "rejected", e.receipt().rejected());
                number(fields, "bytes", e.receipt().targetBytes());
                millis(fields, e.took());
            }
            case RunEvent.ChunkRetried e -> {
                chunk(fields, e.chunk());
                attempt(fields, e.attempt(), e.delay());
                text(fields, "problem", e.problem());
            }
            case RunEvent.ChunkFailed e -> {
                chunk(fields, e.chunk());
                fields.append("attempts", new BsonInt32(e.attempts()));
                text(fields, "problem", e.problem());
                text(fields, "hint", e.hint());
            }
            case RunEvent.LeaseLost e -> chunk(fields, e.chunk());
            case RunEvent.ProcessReplaced e -> {
                number(fields, "pid", e.pid());
                number(fields, "exitCode", e.exitCode());
            }
            case RunEvent.StoreRetried e -> {
                text(fields, "operation", e.operation());
                attempt(fields, e.attempt(), e.delay());
                text(fields, "problem", e.problem());
            }
            case RunEvent.ProgressMade e -> {
                progress(fields, e.progress());
                fields.append("documentsPerSecond", new BsonDouble(e.own().documentsPerSecond()));
                fields.append("bytesPerSecond", new BsonDouble(e.own().bytesPerSecond()));
                number(fields, "memory", e.own().memoryBytes());
                number(fields, "retries", e.own().retries());
                if (e.own().requestUnits().isAny()) {
                    units(fields, e.own().requestUnits());
                    fields.append(
                            "requestUnitsPerSecond", new BsonDouble(e.own().requestUnitsPerSecond()));
                    fields.append(
                            "throttling",
                            BsonBoolean.valueOf(e.own().requestUnits().throttling()));
                }
            }
            case RunEvent.IndexesBuilding e -> {
                indexes(fields, e.namespace(), e.indexes(), e.elapsed());
                number(fields, "built", e.done());
                number(fields, "total", e.total());
            }
            case RunEvent.IndexesBuilt e -> indexes(fields, e.namespace(), e.indexes(), e.took());
            case RunEvent.RunStopping e -> {
                text(fields, "run", e.runId());
                millis(fields, e.drain());
            }
            case RunEvent.RunEnded e -> summary(fields, e.summary());
        }
        return fields;
    }

    /** `{event: NAME, stream: NAME, …}`; never anything out of a document. */
    public static BsonDocument of(StreamEvent event) {
        BsonDocument fields =
                new BsonDocument("event", new BsonString(event.getClass().getSimpleName()));
        text(fields, "stream", event.stream());
        switch (event) {
            case StreamEvent.StreamChanged e -> {
                text(fields, "state", e.state());
                text(fields, "reason", e.reason());
            }
            case StreamEvent.StreamRetried e -> {
                attempt(fields, e.attempt(), e.delay());
                text(fields, "problem", e.problem());
            }
            case StreamEvent.EventRejected e -> {
                text(fields, "operation", e.operation());
                text(fields, "namespace", e.namespace());
                text(fields, "reason", e.reason());
            }
            case StreamEvent.SaveFailed e -> text(fields, "problem", e.problem());
            case StreamEvent.DrainEnded e -> number(fields, "left", e.left());
            case StreamEvent.MemoryPressed e -> {
                text(fields, "level", e.level());
                number(fields, "percent", e.percent());
                number(fields, "used", e.used());
                number(fields, "limit", e.limit());
            }
            case StreamEvent.StreamProgress e -> {
                text(fields, "state", e.state());
                counts(fields, e.counts());
            }
        }
        return fields;
    }

    /** Adds what a stream has done. */
    public static void counts(BsonDocument fields, StreamCounts counts) {
        number(fields, "read", counts.read());
        number(fields, "published", counts.published());
        number(fields, "bytes", counts.bytes());
        number(fields, "skipped", counts.skipped());
        number(fields, "rejected", counts.rejected());
        number(fields, "reopened", counts.reopened());
        number(fields, "lagMillis", counts.lagMillis());
    }

    private static void summary(BsonDocument fields, RunSummary summary) {
        text(fields, "outcome", summary.outcome().name());
        progress(fields, summary.progress());
        number(fields, "read", summary.read());
        number(fields, "retries", summary.retries());
        millis(fields, summary.took());
        if (summary.requestUnits().isAny()) {
            units(fields, summary.requestUnits());
        }
        if (!summary.notes().isEmpty()) {
            fields.append(
                    "notes",
                    new BsonArray(summary.notes().stream().map(BsonString::new).toList()));
        }
    }

    private static void progress(BsonDocument fields, RunProgress progress) {
        text(fields, "run", progress.runId());
        text(fields, "phase", progress.phase().name());
        number(fields, "chunks", progress.chunks());
        number(fields, "done", progress.done());
        number(fields, "failed", progress.failed());
        number(fields, "written", progress.written());
        number(fields, "rejected", progress.rejected());
        number(fields, "sourceBytes", progress.sourceBytes());
        number(fields, "targetBytes", progress.targetBytes());
        number(fields, "expected", progress.expectedDocuments());
    }

    private static void units(BsonDocument fields, RequestUnits spent) {
        fields.append("requestUnits", new BsonDouble(spent.units()));
        number(fields, "requests", spent.requests());
        number(fields, "requestsMeasured", spent.measured());
        number(fields, "throttles", spent.throttles());
        number(fields, "throttledMillis", spent.throttled().toMillis());
    }

    private static void chunk(BsonDocument fields, Chunk chunk) {
        text(fields, "namespace", chunk.namespace().toString());
        fields.append("chunk", new BsonInt32(chunk.part()));
    }

    private static void indexes(BsonDocument fields, Namespace namespace, List<String> names, Duration time) {
        text(fields, "namespace", namespace.toString());
        text(fields, "indexes", String.join(",", names));
        millis(fields, time);
    }

    private static void attempt(BsonDocument fields, int attempt, Duration wait) {
        fields.append("attempt", new BsonInt32(attempt));
        millis(fields, wait);
    }

    private static void text(BsonDocument fields, String name, String value) {
        fields.append(name, new BsonString(value));
    }

    private static void number(BsonDocument fields, String name, long value) {
        fields.append(name, new BsonInt64(value));
    }

    private static void millis(BsonDocument fields, Duration value) {
        number(fields, "millis", value.toMillis());
    }
}
