package dev.millrace.config.stream;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.Document;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the streams out of `config.yaml`. The names are those of older tools:
 *
 * <pre>
 * mongodb:
 *   connections:
 *     main:
 *       uri: ${MONGODB_URI}
 *       database: shop               # for sources that name none; '*' is the whole deployment
 *       sources:
 *         orders:
 *           collection: orders       # without it the whole database
 *           topic: orders-changes
 *           pipeline: [{$match: {operationType: insert}}]
 *           full_document: updateLookup
 *           full_document_before_change: off
 *           batch_size: 1000
 *           document_type: order
 *           deduplication: {memory_ttl: 10m}
 *   collections:                     # the same for every source of a collection
 *     - name: orders
 *       topic: orders-changes
 *       deduplication: {memory_ttl: 10m}
 * </pre>
 */
public final class StreamFile {

    private static final Set<String> CONNECTION = Set.of("uri", "database", "sources");
    private static final Set<String> SOURCE = Set.of(
            "collection",
            "database",
            "pipeline",
            "full_document",
            "full_document_before_change",
            "batch_size",
            "topic",
            "document_type",
            "deduplication");
    private static final Set<String> COLLECTION = Set.of("name", "topic", "deduplication");
    private static final String WHOLE_DEPLOYMENT = "*";

    private StreamFile() {}

    /** What the file says; an error of kind USAGE tells all that is wrong, each with its path and line. */
    public static StreamConfig read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file), System::getenv);
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.USAGE, "cannot read " + file, "check the path and its permissions", e);
        }
    }

    static StreamConfig parse(String name, String yaml, Variables.Environment environment) {
        Problems problems = new Problems(name);
        List<StreamSource> sources = new ArrayList<>();
        PubSubSection pubSub;
        DocumentsSection documents;
        SamplingSection sampling;
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            YamlNode top = new YamlNode(problems, new Variables(environment), "", root, 1);
            YamlNode mongodb = top.entries().get("mongodb");
            if (mongodb != null) {
                sources.addAll(sources(mongodb.entries()));
            }
            pubSub = PubSubSection.read(top.entries().get("pubsub"));
            documents = DocumentsSection.read(top.entries().get("documents"));
            sampling = SamplingSection.read(top.entries().get("monitoring"));
        } catch (YAMLException e) {
            throw new MillraceException(
                    FailureKind.USAGE, name + " is not valid YAML: " + e.getMessage(), "mend the file there", e);
        }
        problems.check();
        return new StreamConfig(sources, pubSub, documents, sampling);
    }

    private static List<StreamSource> sources(Map<String, YamlNode> mongodb) {
        List<StreamSource> sources = new ArrayList<>();
        Map<String, CollectionSettings> collections = collections(mongodb.get("collections"));
        YamlNode connections = mongodb.get("connections");
        if (connections == null) {
            return sources;
        }
        connections.entries().forEach((name, connection) -> {
            named(name, connection);
            Map<String, YamlNode> entries = connection.entries(CONNECTION);
            String uri = required(connection, entries.get("uri"), "uri");
            Optional<String> database = text(entries.get("database"));
            YamlNode watched = entries.get("sources");
            if (watched == null || watched.entries().isEmpty()) {
                connection.wrong("needs `sources`, with a name for each stream");
                return;
            }
            watched.entries().forEach((source, node) -> {
                named(source, node);
                sources.add(source(name + "." + source, uri, database, collections, node));
            });
        });
        return sources;
    }

    private static StreamSource source(
            String name,
            String uri,
            Optional<String> usual,
            Map<String, CollectionSettings> collections,
            YamlNode node) {
        Map<String, YamlNode> entries = node.entries(SOURCE);
        String database = text(entries.get("database")).or(() -> usual).orElse("");
        String collection = text(entries.get("collection")).orElse("");
        if (database.isEmpty()) {
            node.wrong("needs a `database`; '*' stands for the whole deployment");
        }
        if (database.equals(WHOLE_DEPLOYMENT) && !collection.isEmpty()) {
            node.wrong("names a collection of no database");
        }
        CollectionSettings shared = collections.getOrDefault(collection, CollectionSettings.NONE);
        YamlNode deduplication = entries.get("deduplication");
        return new StreamSource(
                name,
                uri,
                database.equals(WHOLE_DEPLOYMENT) ? "" : database,
                collection,
                pipeline(entries.get("pipeline")),
                choice(entries.get("full_document"), StreamSource.FULL_DOCUMENT),
                choice(entries.get("full_document_before_change"), StreamSource.BEFORE),
                number(entries.get("batch_size")),
                text(entries.get("topic")).or(shared::topic),
                text(entries.get("document_type")).orElse(collection),
                deduplication == null ? shared.deduplication() : DeduplicationSection.read(deduplication));
    }

    /** What `mongodb.collections` says of a collection, whatever the source that watches it. */
    private record CollectionSettings(Optional<String> topic, DeduplicationSection deduplication) {

        private static final CollectionSettings NONE =
                new CollectionSettings(Optional.empty(), DeduplicationSection.off());
    }

    private static Map<String, CollectionSettings> collections(@Nullable YamlNode list) {
        Map<String, CollectionSettings> collections = new HashMap<>();
        if (list != null) {
            for (YamlNode each : list.elements()) {
                Map<String, YamlNode> entries = each.entries(COLLECTION);
                collections.put(
                        required(each, entries.get("name"), "name"),
                        new CollectionSettings(
                                text(entries.get("topic")), DeduplicationSection.read(entries.get("deduplication"))));
            }
        }
        return collections;
    }

    private static void named(String name, YamlNode node) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            node.wrong("has a name that cannot be kept; use letters, digits, '_' and '-'");
        }
    }

    private static String required(YamlNode around, @Nullable YamlNode node, String name) {
        if (node == null || !node.isPresent()) {
            around.wrong("needs `" + name + "`");
            return "";
        }
        return node.text().orElse("");
    }

    private static Optional<String> text(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.text();
    }

    private static String choice(@Nullable YamlNode node, List<String> words) {
        return node == null ? words.getFirst() : node.choice(words);
    }

    private static Optional<Integer> number(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.number(1, Integer.MAX_VALUE);
    }

    /** A list of stages as YAML, or as one text of JSON. */
    private static List<BsonDocument> pipeline(@Nullable YamlNode node) {
        if (node == null || !node.isPresent()) {
            return List.of();
        }
        try {
            BsonArray stages = node.isList()
                    ? new Document("stages", node.value()).toBsonDocument().getArray("stages")
                    : BsonArray.parse(node.text().orElse("[]"));
            return stages.stream().map(stage -> stage.asDocument()).toList();
        } catch (JsonParseException | BsonInvalidOperationException e) {
            node.wrong("is not a list of stages: write [{$match: {…}}]");
            return List.of();
        }
    }
}
