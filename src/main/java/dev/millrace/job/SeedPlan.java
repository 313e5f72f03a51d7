package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.MillraceException;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.generated.DefinitionText;
import dev.millrace.source.generated.GeneratedCollection;
import dev.millrace.source.generated.GeneratedSource;
import dev.millrace.source.generated.Pace;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A validated `seed`: everything that was asked for, nothing opened yet.
 *
 * @param configuration with the generator in the place of the source
 */
record SeedPlan(Configuration configuration, BulkPlan bulk, GeneratedCollection generated) {

    /** Names the definition among the settings of a run, so that the run can be resumed with it. */
    static final String DEFINITION = "definition";

    /** @param own a definition, instead of one that comes with millrace; null where there is none */
    static SeedPlan of(String dataset, @Nullable DefinitionText own, Configuration configuration, BulkRequest request) {
        GeneratedCollection generated =
                SeedDataset.of(dataset, own, configuration, request.source().namespaces());
        String to = target(configuration);
        requireOneProcess(configuration);
        BsonDocument output = new BsonDocument("generated", new BsonString(generated.toString()));
        if (own != null) {
            output.append(DEFINITION, new BsonString(own.yaml()));
        }
        BulkPlan.add(output, configuration, SeedSettings.ON_CONFLICT);
        BulkPlan.add(output, configuration, SeedSettings.DROP);
        BulkPlan.add(output, configuration, SeedSettings.INDEXES);
        String name = generated.related()
                ? generated.namespace().database()
                : generated.namespace().toString();
        SourceRequest source = new SourceRequest(List.of(name), new BsonDocument(), new BsonDocument(), 0, 0);
        Configuration seeding = configuration.with(MongoSettings.URI, generated.toString());
        BulkPlan bulk = BulkPlan.of(
                "seed",
                seeding,
                new BulkRequest(source, request.restart()),
                to,
                Resources.ofSeed(configuration),
                output);
        return new SeedPlan(seeding, bulk, generated);
    }

    /** Opens the generator, which keeps the pace of all workers together. */
    DocumentSource source() {
        int workers = bulk.resources().workers();
        Pace pace = configuration
                .find(SeedSettings.RATE)
                .map(rate -> Pace.of(rate, workers))
                .orElseGet(Pace::unlimited);
        return new GeneratedSource(generated, GeneratedSource.DEFAULT_BATCH_BYTES, pace);
    }

    /** The target's URI, with its secrets. */
    static String target(Configuration configuration) {
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

    private static void requireOneProcess(Configuration configuration) {
        if (configuration.find(SeedSettings.RATE).isPresent() && RunSettings.processes(configuration) > 1) {
            throw MillraceException.usage(
                    "--rate is kept by one process, and --processes asks for several",
                    "leave --processes out: the workers of one process use all cores too");
        }
    }
}
