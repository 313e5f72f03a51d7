package dev.millrace.job.stream;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.Configuration;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.PubSubSection;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.job.Connectors;
import dev.millrace.job.PubSubTarget;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Publisher;
import dev.millrace.publish.RejectedEvents;
import dev.millrace.publish.event.EventFormat;
import dev.millrace.publish.file.LinePublisher;
import dev.millrace.publish.file.RejectedEventLog;
import dev.millrace.transform.EventDigest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses what streams write to, by the scheme of a URI. For use by one thread. */
final class StreamTargets implements AutoCloseable {

    private static final String PUBSUB = "pubsub";

    private final Configuration configuration;
    private final PubSubSection section;
    private final EventDigest digest;
    private final Optional<String> uri;
    private @Nullable PubSubTarget pubSub;

    StreamTargets(Configuration configuration, StreamConfig file) {
        this.configuration = configuration;
        this.section = file.pubSub();
        this.digest = EventDigest.salted(file.documents().salt());
        this.uri = configuration.find(StreamSettings.TO).map(SecretReference::resolve);
    }

    Publisher publisher(StreamSource source) {
        return switch (scheme(source)) {
            case "file" -> LinePublisher.toFile(Connectors.path(uri.orElseThrow()), source.name());
            // Unlike System.out, it tells of a reader that is gone.
            case "stdout" -> LinePublisher.to(new FileOutputStream(FileDescriptor.out));
            case PUBSUB -> pubSub().publisher(source.topic().or(() -> uri).orElseThrow());
            default ->
                throw MillraceException.usage(
                        "--to has a form that is not known", "use pubsub://PROJECT/TOPIC, file:DIR or stdout:");
        };
    }

    /** Rejected events go to the dead-letter topic where there is one, else to a file. */
    RejectedEvents rejects(StreamSource source) {
        Path file = Path.of(configuration.get(StreamSettings.REJECTS)).resolve(source.name() + ".jsonl");
        return scheme(source).equals(PUBSUB) ? pubSub().rejects(file, digest::of) : new RejectedEventLog(file);
    }

    EventEncoder encoder(StreamSource source) {
        int lanes = configuration.find(StreamSettings.LANES).orElse(section.orderingLanes());
        return EventFormat.named(Setting.written(configuration.get(StreamSettings.FORMAT)))
                .encoder(source.name(), BuildInfo.version(), lanes, InstantSource.system());
    }

    private String scheme(StreamSource source) {
        return uri.map(Connectors::scheme)
                .or(() -> source.topic().map(topic -> PUBSUB))
                .orElseThrow(() -> MillraceException.usage(
                        "no target is given for " + source.name(),
                        "give --to pubsub://PROJECT/TOPIC, file:DIR or stdout:, or a `topic` in the configuration"));
    }

    private PubSubTarget pubSub() {
        PubSubTarget target = pubSub;
        if (target == null) {
            String project = configuration
                    .find(GcsSettings.PROJECT)
                    .or(() -> uri.map(StreamTargets::project))
                    .orElse("");
            target = new PubSubTarget(section, project, PubSubTarget.address(section), InstantSource.system());
            pubSub = target;
        }
        return target;
    }

    /** PROJECT out of `pubsub://PROJECT/TOPIC`. */
    private static String project(String uri) {
        String rest = uri.substring(uri.indexOf(':') + 1).replaceFirst("^/+", "");
        return rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    }

    @Override
    public void close() {
        if (pubSub != null) {
            pubSub.close();
        }
    }
}
