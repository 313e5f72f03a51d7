package dev.millrace.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What `seed` makes up and where it goes. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class SeedOptions {

    @Parameters(
            paramLabel = "DATASET",
            description = "What is made up: orders, pathological, service-orders, types or users.")
    String dataset = "";

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = {
                "Collection to fill; a database's name alone means the collection named like the data set.",
                "Without it MONGO_DB.MONGO_COLLECTION."
            })
    List<String> namespaces = List.of();

    @Option(names = "--count", paramLabel = "N")
    @Nullable
    String count;

    @Option(names = "--seed", paramLabel = "N")
    @Nullable
    String seed;

    @Option(names = "--batch-size", paramLabel = "N")
    @Nullable
    String batchSize;

    @Option(names = "--write-concern", paramLabel = "0|1|majority")
    @Nullable
    String writeConcern;

    @Option(names = "--on-conflict", paramLabel = "POLICY")
    @Nullable
    String onConflict;

    @Option(names = "--drop", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String drop;
}
