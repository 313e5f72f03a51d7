package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.generated.Datasets;
import dev.millrace.source.generated.DefinitionText;
import dev.millrace.source.generated.GeneratedCollection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what a `seed` is to make up, and where it goes, from its argument and its settings. */
final class SeedDataset {

    private SeedDataset() {}

    /**
     * @param dataset a name; empty where a definition has one
     * @param own     a definition, instead of one that comes with millrace; null where there is none
     * @param given   what `-n` says
     */
    static GeneratedCollection of(
            String dataset, @Nullable DefinitionText own, Configuration configuration, List<String> given) {
        String name = dataset.isEmpty() && own != null ? own.name() : dataset;
        if (name.isEmpty()) {
            throw MillraceException.usage(
                    "no data set is given",
                    "name one of " + String.join(", ", Datasets.names()) + ", or give --definition FILE or --like URI");
        }
        GeneratedCollection collection = new GeneratedCollection(
                name,
                count(name, configuration),
                configuration.get(SeedSettings.SEED),
                GeneratedCollection.DEFAULT_MAX_DOCUMENT_BYTES,
                new Namespace("generated", name),
                false,
                own);
        return collection.named(new NamespaceSelection(List.of(selected(configuration, given))));
    }

    private static long count(String dataset, Configuration configuration) {
        Optional<Long> ofUsers = dataset.equals("users") ? configuration.find(SeedSettings.USERS) : Optional.empty();
        return configuration.find(SeedSettings.COUNT).or(() -> ofUsers).orElse(GeneratedCollection.DEFAULT_COUNT);
    }

    /** A collection in full, or a database: what `-n` names, else what the settings do. */
    private static String selected(Configuration configuration, List<String> given) {
        if (given.size() > 1 || given.stream().anyMatch(name -> name.contains("*"))) {
            throw MillraceException.usage(
                    "a data set fills one collection, or one database with all of its collections",
                    "give one --namespace: database.collection, or database");
        }
        if (!given.isEmpty()) {
            return given.getFirst();
        }
        String database = configuration
                .find(SeedSettings.DATABASE)
                .or(() -> configuration.find(MongoSettings.DATABASE))
                .orElseThrow(() -> MillraceException.usage(
                        "no collection is given", "give --namespace database.collection, or set MONGO_DB"));
        return configuration
                .find(SeedSettings.COLLECTION)
                .or(() -> configuration.find(MongoSettings.COLLECTION))
                .map(collection -> database + "." + collection)
                .orElse(database);
    }
}
