package dev.millrace.cli;

import dev.millrace.job.SourceRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is read. Descriptions without text come from the settings' catalogue, see {@link SettingOptions}. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class SourceOptions {

    @Option(names = "--from", paramLabel = "URI")
    @Nullable
    String from;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = {
                "Collection to move; may be repeated and hold *, as in shop.*; a database's name alone means all of it.",
                "Without it MONGO_DB.MONGO_COLLECTION, or all of MONGO_DB."
            })
    List<String> namespaces = List.of();

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "Only documents that match this query, as Extended JSON; evaluated by the server.")
    @Nullable
    String filter;

    @Option(
            names = "--projection",
            paramLabel = "JSON",
            description = "Only these fields, as Extended JSON; evaluated by the server.")
    @Nullable
    String projection;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many documents of each collection.")
    long limit;

    @Option(names = "--read-preference", paramLabel = "MODE")
    @Nullable
    String readPreference;

    @Option(names = "--read-concern", paramLabel = "LEVEL")
    @Nullable
    String readConcern;

    /** What these options ask for. */
    SourceRequest request() {
        return new SourceRequest(
                namespaces,
                SourceRequest.parse("--filter", Optional.ofNullable(filter)),
                SourceRequest.parse("--projection", Optional.ofNullable(projection)),
                limit,
                0);
    }
}
