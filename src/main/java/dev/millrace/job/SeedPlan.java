package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.generated.GeneratedCollection;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A validated `seed`: everything that was asked for, nothing opened yet.
 *
 * @param configuration with the generator in the place of the source
 */
record SeedPlan(Configuration configuration, BulkPlan bulk) {

    static SeedPlan of(String dataset, Configuration configuration, BulkRequest request) {
        String uri = "generated:" + dataset + "?count=" + count(dataset, configuration) + "&seed="
                + configuration.get(SeedSettings.SEED);
        GeneratedCollection generated = GeneratedCollection.parse(uri.substring(uri.indexOf(':') + 1));
        Namespace namespace = namespace(configuration, request.source().namespaces(), dataset);
        String to = target(configuration);
        BsonDocument output = new BsonDocument("generated", new BsonString(generated.toString()));
        BulkPlan.add(output, configuration, SeedSettings.ON_CONFLICT);
        BulkPlan.add(output, configuration, SeedSettings.DROP);
        SourceRequest source =
                new SourceRequest(List.of(namespace.toString()), new BsonDocument(), new BsonDocument(), 0, 0);
        Configuration seeding = configuration.with(MongoSettings.URI, uri);
        return new SeedPlan(
                seeding,
                BulkPlan.of(
                        "seed",
                        seeding,
                        new BulkRequest(source, request.restart()),
                        to,
                        Resources.ofSeed(configuration),
                        output));
    }

    private static long count(String dataset, Configuration configuration) {
        Optional<Long> ofUsers = dataset.equals("users") ? configuration.find(SeedSettings.USERS) : Optional.empty();
        return configuration.find(SeedSettings.COUNT).or(() -> ofUsers).orElse(GeneratedCollection.DEFAULT_COUNT);
    }

    private static String target(Configuration configuration) {
        String uri = configuration
                .find(SeedSettings.TO)
                .or(() -> configuration.find(MongoSettings.URI))
                .map(SecretReference::resolve)
                .orElseThrow(() ->
                        MillraceException.usage("no target is given", "give --to mongodb://host/, or set MONGO_URI"));
        String scheme = Connectors.scheme(uri);
        if (!scheme.equals("mongodb") && !scheme.equals("mongodb+srv")) {
            throw MillraceException.usage("--to has a form that is not known", "use mongodb:// or mongodb+srv://");
        }
        return uri;
    }

    /** What `-n` names, in full or by its database alone, else what the settings name. */
    private static Namespace namespace(Configuration configuration, List<String> given, String dataset) {
        if (given.size() > 1 || given.stream().anyMatch(name -> name.contains("*"))) {
            throw MillraceException.usage(
                    "a data set fills one collection", "give one --namespace database.collection");
        }
        if (!given.isEmpty()) {
            String name = given.getFirst();
            return name.contains(".") ? Namespace.parse(name) : new Namespace(name, dataset);
        }
        String database = configuration
                .find(SeedSettings.DATABASE)
                .or(() -> configuration.find(MongoSettings.DATABASE))
                .orElseThrow(() -> MillraceException.usage(
                        "no collection is given", "give --namespace database.collection, or set MONGO_DB"));
        return new Namespace(
                database,
                configuration
                        .find(SeedSettings.COLLECTION)
                        .or(() -> configuration.find(MongoSettings.COLLECTION))
                        .orElse(dataset));
    }
}
