package dev.millrace.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What `verify` compares with. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class VerifyOptions {

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(names = "--schema-name", paramLabel = "NAME")
    @Nullable
    String schemaName;

    @Option(names = "--table", paramLabel = "NAME")
    @Nullable
    String table;

    @Option(
            names = "--id",
            paramLabel = "VALUE",
            description = {
                "Compares the document with this `_id` only; may be repeated.",
                "Extended JSON, 24 hex digits for an ObjectId, or a text."
            })
    List<String> ids = List.of();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Compares this many random documents of each collection.")
    int sample;

    @Option(names = "--show", paramLabel = "N")
    @Nullable
    String show;

    @Option(names = "--show-values", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String showValues;

    @Option(names = "--differences", paramLabel = "DIR|URI")
    @Nullable
    String differences;

    @Option(names = "--socket-timeout", paramLabel = "SECONDS")
    @Nullable
    String socketTimeout;

    @Option(names = "--to-namespace", paramLabel = "DB.COLL")
    @Nullable
    String toNamespace;

    @Option(names = "--to-database", paramLabel = "DB")
    @Nullable
    String toDatabase;

    @Option(names = "--quick", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String quick;

    @Option(names = "--documents-only", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String documentsOnly;

    @Option(names = "--recheck", paramLabel = "N")
    @Nullable
    String recheck;

    @Option(names = "--recheck-pause", paramLabel = "SECONDS")
    @Nullable
    String recheckPause;

    @Option(names = "--repair", arity = "0..1", fallbackValue = "copy", paramLabel = "copy|delete-extra")
    @Nullable
    String repair;
}
