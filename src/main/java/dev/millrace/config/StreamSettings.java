package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.List;

/** Settings of `stream`; what is about one of several streams stands in `config.yaml`, see {@link dev.millrace.config.stream.StreamFile}. */
public final class StreamSettings {

    /** What the body of a message looks like. */
    public enum Format {
        /** The change event as relaxed Extended JSON. */
        JSON,
        JSON_CANONICAL,
        BSON,
        /** The event as JSON, with the attributes of the CloudEvents binding for Pub/Sub. */
        CLOUDEVENTS,
        /** The envelope of Debezium's connector for MongoDB. */
        DEBEZIUM
    }

    /** What becomes of a stream whose place the server no longer knows. */
    public enum HistoryLost {
        FAIL,
        RESTART_NOW,
        RESYNC
    }

    /** When documents are published that did not change. */
    public enum Snapshot {
        NEVER,
        INITIAL,
        ONLY
    }

    public static final Setting<String> TO = Setting.text(
                    "stream.to",
                    "Target: pubsub://PROJECT/TOPIC, file:DIR (a line of JSON for each event) or stdout:. env:NAME and @FILE work.")
            .option("--to");
    public static final Setting<Format> FORMAT = Setting.choice(
                    "stream.format",
                    Format.class,
                    "Messages: json (relaxed Extended JSON), json-canonical, bson, cloudevents or debezium.")
            .option("--format")
            .byDefault("json");
    public static final Setting<String> NAME = Setting.text(
                    "stream.name",
                    "Name under which the place of a stream is saved that the options describe; without it the namespace.")
            .option("--name");
    public static final Setting<String> RESUME_STORE = Setting.text(
                    "stream.resume-store",
                    "Where the places of streams are saved: a directory, redis://HOST:PORT, firestore://PROJECT/COLLECTION or mongodb://HOST/DATABASE.")
            .option("--resume-store")
            .byDefault(".millrace/streams")
            .asSecret();
    public static final Setting<String> FROM_TOKEN = Setting.text(
                    "stream.from-token",
                    "Resume token behind which a stream begins that has no saved place: its _data, or the token as JSON.")
            .option("--from-token");
    public static final Setting<Long> FROM_TIME = Setting.of(
                    "stream.from-time",
                    Instants::seconds,
                    "When a stream begins that has no saved place, as 2026-11-21T08:00:00Z or in seconds since 1970; the server's history has to reach back so far.")
            .option("--from-time");
    public static final Setting<HistoryLost> HISTORY_LOST = Setting.choice(
                    "stream.on-history-lost",
                    HistoryLost.class,
                    "Where the server no longer knows a stream's place: fail, resync (publish every document again) or restart-now (what happened meanwhile is lost).")
            .option("--on-history-lost")
            .byDefault("fail");
    public static final Setting<Snapshot> SNAPSHOT = Setting.choice(
                    "stream.snapshot",
                    Snapshot.class,
                    "Whether the documents that are there already are published before a stream without a saved place: never, initial, or only (and nothing else).")
            .option("--snapshot")
            .byDefault("never");
    public static final Setting<String> PIPELINE = Setting.text(
                    "stream.pipeline", "Stages that the server applies to its events, as a JSON array.")
            .option("--pipeline");
    public static final Setting<String> FULL_DOCUMENT = Setting.text(
                    "stream.full-document",
                    "What an update brings of its document: default (nothing), updateLookup, whenAvailable or required.")
            .option("--full-document")
            .byDefault("default");
    public static final Setting<String> BEFORE = Setting.text(
                    "stream.full-document-before-change",
                    "Whether events bring the document before the change: off, whenAvailable or required.")
            .option("--full-document-before-change")
            .byDefault("off");
    public static final Setting<Integer> BATCH_SIZE = Setting.count(
                    "stream.batch-size", "Most events of one reply; without it the server decides.")
            .option("--batch-size");
    public static final Setting<String> DOCUMENT_TYPE = Setting.text(
                    "stream.document-type",
                    "Type of the documents, for schemas and transforms; without it the collection.")
            .option("--document-type");
    public static final Setting<Integer> LANES = Setting.of(
                    "stream.ordering-lanes",
                    StreamSettings::lanes,
                    "Ordering keys in use; the events of a document have one key always. 0 publishes without order. Without it as pubsub.publisher.ordering_lanes says, or 64.")
            .option("--ordering-lanes");
    public static final Setting<String> REJECTS = Setting.text(
                    "stream.rejects",
                    "Directory for events that cannot be published, where there is no dead-letter topic or it gets claims only.")
            .option("--rejects")
            .byDefault("rejects");
    public static final Setting<Duration> SAVE_EVERY = Setting.of(
                    "stream.save-every", TimeSpan::parse, "How often the place of a stream is saved, as 1s or 1m.")
            .byDefault("1s");
    public static final Setting<Integer> SAVE_EVENTS = Setting.count(
                    "stream.save-events", "After how many events the place of a stream is saved at the latest.")
            .byDefault("10000");
    public static final Setting<Duration> SHUTDOWN_TIMEOUT = Setting.of(
                    "stream.shutdown-timeout",
                    TimeSpan::parse,
                    "How long what is under way may take to end after SIGTERM or Ctrl-C.")
            .option("--shutdown-timeout")
            .byDefault("30s");
    public static final Setting<String> HTTP_PORT = Setting.text(
                    "stream.http-port",
                    "Port of /health, /readiness, /metrics and the page about the streams; off for none.")
            .option("--http-port")
            .byDefault("8080");

    private StreamSettings() {}

    private static int lanes(String text) {
        if (!text.strip().matches("\\d{1,5}")) {
            throw MillraceException.usage("'" + text + "' is not a number of ordering keys", "use 0 to 99999");
        }
        return Integer.parseInt(text.strip());
    }

    static List<Setting<?>> all() {
        return List.of(
                TO,
                FORMAT,
                NAME,
                RESUME_STORE,
                FROM_TOKEN,
                FROM_TIME,
                HISTORY_LOST,
                SNAPSHOT,
                PIPELINE,
                FULL_DOCUMENT,
                BEFORE,
                BATCH_SIZE,
                DOCUMENT_TYPE,
                LANES,
                REJECTS,
                SAVE_EVERY,
                SAVE_EVENTS,
                SHUTDOWN_TIMEOUT,
                HTTP_PORT);
    }
}
