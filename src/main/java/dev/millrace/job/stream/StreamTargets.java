package dev.millrace.job.stream;

import dev.millrace.bson.JsonMode;
import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.job.Connectors;
import dev.millrace.job.WorkerName;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.BsonEncoder;
import dev.millrace.publish.event.JsonEncoder;
import dev.millrace.publish.file.LinePublisher;
import dev.millrace.publish.file.RejectedEventLog;
import dev.millrace.state.ResumeStore;
import java.nio.file.Path;

/** Chooses what a stream writes to and remembers its place in, by the scheme of a URI. */
final class StreamTargets {

    private final Configuration configuration;

    StreamTargets(Configuration configuration) {
        this.configuration = configuration;
    }

    Publisher publisher(StreamSource source) {
        String uri = SecretReference.resolve(configuration.get(StreamSettings.TO));
        return switch (Connectors.scheme(uri)) {
            case "file" -> LinePublisher.toFile(Connectors.path(uri), source.name());
            case "stdout" -> LinePublisher.to(System.out);
            default ->
                throw MillraceException.usage(
                        "--to has a form that is not known", "use pubsub://PROJECT/TOPIC, file:DIR or stdout:");
        };
    }

    EventEncoder encoder() {
        int lanes = configuration.get(StreamSettings.LANES);
        return switch (configuration.get(StreamSettings.FORMAT)) {
            case JSON -> new JsonEncoder(JsonMode.RELAXED, lanes);
            case JSON_CANONICAL -> new JsonEncoder(JsonMode.CANONICAL, lanes);
            case BSON -> new BsonEncoder(lanes);
        };
    }

    RejectedEvents rejects(StreamSource source) {
        return new RejectedEventLog(
                Path.of(configuration.get(StreamSettings.REJECTS)).resolve(source.name() + ".jsonl"));
    }

    ResumeStore resumeStore() {
        return new ResumeStores(
                        SecretReference.resolve(configuration.get(StreamSettings.RESUME_STORE)),
                        configuration.get(RunSettings.KEY_PREFIX),
                        WorkerName.ofThisProcess())
                .open();
    }
}
