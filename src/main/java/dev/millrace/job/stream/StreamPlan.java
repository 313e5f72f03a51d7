package dev.millrace.job.stream;

import dev.millrace.config.ConfigFile;
import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.StreamSettings;
import dev.millrace.config.stream.DeduplicationSection;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamFile;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.pipeline.HistoryLost;
import dev.millrace.pipeline.SnapshotPolicy;
import dev.millrace.pipeline.StreamLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.json.JsonParseException;

/**
 * What a call of `stream` will do, checked.
 *
 * @param sources the streams; their names differ
 * @param file    the whole configuration file
 * @param first   where a stream begins that has no saved place
 * @param restart whether saved places are forgotten first
 */
record StreamPlan(
        List<StreamSource> sources,
        StreamConfig file,
        StreamStart first,
        HistoryLost historyLost,
        SnapshotPolicy.Mode snapshot,
        StreamLimits limits,
        boolean restart) {

    private static final Duration TAKE_OVER = Duration.ofSeconds(2);

    StreamPlan {
        sources = List.copyOf(sources);
    }

    static StreamPlan of(Configuration configuration, StreamRequest request) {
        StreamConfig file = configured();
        return new StreamPlan(
                sources(configuration, request.namespaces(), file),
                file,
                first(configuration),
                HistoryLost.valueOf(
                        configuration.get(StreamSettings.HISTORY_LOST).name()),
                SnapshotPolicy.Mode.valueOf(
                        configuration.get(StreamSettings.SNAPSHOT).name()),
                new StreamLimits(
                        configuration.get(StreamSettings.SAVE_EVERY),
                        configuration.get(StreamSettings.SAVE_EVENTS),
                        configuration.get(StreamSettings.SHUTDOWN_TIMEOUT),
                        TAKE_OVER),
                request.restart());
    }

    private static StreamConfig configured() {
        Path path = ConfigFile.path();
        return Files.isRegularFile(path) ? StreamFile.read(path) : StreamConfig.empty();
    }

    /** Names under which the streams keep their places that such a call is about. */
    static List<String> names(Configuration configuration, List<String> namespaces) {
        if (namespaces.isEmpty()) {
            return configuration
                    .find(StreamSettings.NAME)
                    .map(List::of)
                    .orElseGet(() -> configured().sources().stream()
                            .map(StreamSource::name)
                            .toList());
        }
        return namespaces.stream()
                .map(namespace -> name(configuration, namespace, namespaces.size()))
                .toList();
    }

    private static List<StreamSource> sources(Configuration configuration, List<String> namespaces, StreamConfig file) {
        if (!namespaces.isEmpty()) {
            return namespaces.stream()
                    .map(namespace -> ofOptions(configuration, namespace, namespaces.size()))
                    .toList();
        }
        if (file.sources().isEmpty()) {
            throw MillraceException.usage(
                    "there is nothing to stream",
                    "give -n database.collection, or name sources under mongodb.connections in " + ConfigFile.path());
        }
        return file.sources();
    }

    private static String name(Configuration configuration, String namespace, int streams) {
        Optional<String> named = configuration.find(StreamSettings.NAME);
        if (named.isPresent() && streams > 1) {
            throw MillraceException.usage("--name names one stream, not " + streams, "leave it out");
        }
        return named.orElse(namespace.equals("*") ? "deployment" : namespace).replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static StreamSource ofOptions(Configuration configuration, String namespace, int streams) {
        int dot = namespace.indexOf('.');
        String database = dot < 0 ? namespace : namespace.substring(0, dot);
        String collection = dot < 0 ? "" : namespace.substring(dot + 1);
        return new StreamSource(
                name(configuration, namespace, streams),
                SecretReference.resolve(configuration.get(MongoSettings.URI)),
                database.equals("*") ? "" : database,
                collection,
                configuration
                        .find(StreamSettings.PIPELINE)
                        .map(StreamPlan::pipeline)
                        .orElse(List.of()),
                word(configuration.get(StreamSettings.FULL_DOCUMENT), StreamSource.FULL_DOCUMENT, "--full-document"),
                word(configuration.get(StreamSettings.BEFORE), StreamSource.BEFORE, "--full-document-before-change"),
                configuration.find(StreamSettings.BATCH_SIZE),
                Optional.empty(),
                configuration.find(StreamSettings.DOCUMENT_TYPE).orElse(collection),
                DeduplicationSection.off());
    }

    private static StreamStart first(Configuration configuration) {
        Optional<String> token = configuration.find(StreamSettings.FROM_TOKEN);
        Optional<Long> time = configuration.find(StreamSettings.FROM_TIME);
        if (token.isPresent() && time.isPresent()) {
            throw MillraceException.usage("--from-token and --from-time are both given", "leave one of them out");
        }
        return token.<StreamStart>map(text -> new StreamStart.After(new ResumePoint(token(text))))
                .or(() -> time.map(seconds -> new StreamStart.At(new BsonTimestamp(seconds.intValue(), 1))))
                .orElseGet(StreamStart.Now::new);
    }

    /** A token as MongoDB's tools show it: the digits of its _data, or the whole document. */
    private static BsonDocument token(String text) {
        if (text.matches("[0-9A-Fa-f]{8,}")) {
            return new BsonDocument("_data", new BsonString(text));
        }
        try {
            return BsonDocument.parse(text);
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw MillraceException.usage(
                    "--from-token: this is not a resume token", "give its _data, or {\"_data\": \"…\"}");
        }
    }

    private static List<BsonDocument> pipeline(String json) {
        try {
            return BsonArray.parse(json).stream()
                    .map(stage -> stage.asDocument())
                    .toList();
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw MillraceException.usage("--pipeline: this is not a list of stages", "write '[{\"$match\": {…}}]'");
        }
    }

    private static String word(String word, List<String> known, String option) {
        if (!known.contains(word)) {
            throw MillraceException.usage(
                    option + ": '" + word + "' is not known", "use one of: " + String.join(", ", known));
        }
        return word;
    }
}
