package dev.millrace.job;

import com.mongodb.ConnectionString;
import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import dev.millrace.mongo.MongoUri;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.generated.DefinitionText;
import dev.millrace.source.generated.inference.DefinitionInference;
import dev.millrace.state.RunStore;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * What `seed --like` makes up: the definition that is inferred from a sample, or, when a run is resumed, the one that it
 * was begun with.
 *
 * @param configuration with the name of the run, which does not depend on the sample
 */
record SeedLike(String dataset, DefinitionText definition, Configuration configuration) {

    private static final String ORIGIN = "like";
    private static final int BATCH_BYTES = 1 << 20;

    static SeedLike of(String dataset, Configuration configuration, BulkRequest request) {
        String uri = uri(configuration);
        String name = dataset.isEmpty() ? selection(uri).patterns().getFirst().replaceFirst("^[^.]*\\.", "") : dataset;
        String runId = configuration
                .find(RunSettings.RUN_ID)
                .orElseGet(() -> RunIdentity.of(identity(name, uri, configuration, request)));
        DefinitionText definition = known(runId, configuration, request).orElseGet(() -> infer(configuration));
        return new SeedLike(name, definition, configuration.with(RunSettings.RUN_ID, runId));
    }

    /** Looks at the collection that is to be imitated. */
    static DefinitionText infer(Configuration configuration) {
        String uri = uri(configuration);
        NamespaceSelection selection = selection(uri);
        SourceRequest request = new SourceRequest(selection.patterns(), new BsonDocument(), new BsonDocument(), 0, 0);
        DocumentBatch sample = new DocumentBatch(BATCH_BYTES);
        try (DocumentSource source = MongoSources.open(uri, configuration, request)) {
            CollectionInfo collection = source.collections(selection).getFirst();
            source.sample(collection, configuration.get(SeedSettings.LIKE_SAMPLE), sample);
            if (sample.isEmpty()) {
                throw new MillraceException(
                        FailureKind.NOT_FOUND,
                        collection.namespace() + " is empty: there is nothing to imitate",
                        "name a collection with documents");
            }
            return new DefinitionText(ORIGIN, DefinitionInference.yaml(collection, sample));
        }
    }

    private static Optional<DefinitionText> known(String runId, Configuration configuration, BulkRequest request) {
        if (request.restart()) {
            return Optional.empty();
        }
        try (RunStore store = Connectors.runStore(configuration)) {
            return store.plan(runId)
                    .map(RunPlan::settings)
                    .filter(settings -> settings.isString(SeedPlan.DEFINITION))
                    .map(settings -> new DefinitionText(
                            ORIGIN, settings.getString(SeedPlan.DEFINITION).getValue()));
        }
    }

    private static BsonDocument identity(String dataset, String uri, Configuration configuration, BulkRequest request) {
        DefinitionText none = new DefinitionText(ORIGIN, "");
        BsonDocument identity = new BsonDocument("command", new BsonString("seed"))
                .append("like", new BsonString(MongoUri.redacted(uri)))
                .append("target", new BsonString(MongoUri.redacted(SeedPlan.target(configuration))))
                .append(
                        "generated",
                        new BsonString(SeedDataset.of(
                                        dataset,
                                        none,
                                        configuration,
                                        request.source().namespaces())
                                .toString()))
                .append(
                        "namespaces",
                        new BsonString(request.source().namespaces().toString()))
                .append("chunkSize", new BsonInt64(configuration.get(RunSettings.CHUNK_SIZE)));
        List.of(SeedSettings.ON_CONFLICT, SeedSettings.DROP, SeedSettings.INDEXES)
                .forEach(setting -> BulkPlan.add(identity, configuration, setting));
        return identity;
    }

    private static String uri(Configuration configuration) {
        return SecretReference.resolve(configuration.get(SeedSettings.LIKE));
    }

    /** The collection that the URI names behind its hosts. */
    private static NamespaceSelection selection(String uri) {
        ConnectionString driver = MongoUri.parse(uri).driver();
        if (driver.getDatabase() == null || driver.getCollection() == null) {
            throw MillraceException.usage(
                    "--like names no collection", "write it as mongodb://host/database.collection");
        }
        return new NamespaceSelection(List.of(driver.getDatabase() + "." + driver.getCollection()));
    }
}
