package dev.millrace.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What `seed` makes up and where it goes. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class SeedOptions {

    @Parameters(
            arity = "0..1",
            paramLabel = "DATASET",
            description = {
                "What is made up: example, inventory, orders, pathological, service-orders, transactions, types or users.",
                "Without it what --definition or --like says."
            })
    String dataset = "";

    @Option(
            names = "--show-definition",
            description = "Print the data set's definition, which can be changed and given by --definition.")
    boolean showDefinition;

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = {
                "Collection to fill; a database's name alone means all collections of the data set, which refer to each other.",
                "Without it MONGO_DB.MONGO_COLLECTION, or all of them in MONGO_DB."
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

    @Option(names = "--indexes", paramLabel = "last|first|none")
    @Nullable
    String indexes;

    @Option(names = "--rate", paramLabel = "N/s")
    @Nullable
    String rate;

    @Option(names = "--definition", paramLabel = "FILE")
    @Nullable
    String definition;

    @Option(names = "--like", paramLabel = "URI")
    @Nullable
    String like;

    @Option(names = "--like-sample", paramLabel = "N")
    @Nullable
    String likeSample;

    @Option(names = "--changes", paramLabel = "N/s")
    @Nullable
    String changes;

    @Option(names = "--mix", paramLabel = "KIND=N,…")
    @Nullable
    String mix;

    @Option(names = "--duration", paramLabel = "TIME")
    @Nullable
    String duration;

    @Option(names = "--start-at", paramLabel = "N")
    @Nullable
    String startAt;

    @Option(names = "--journal", paramLabel = "FILE")
    @Nullable
    String journal;
}
