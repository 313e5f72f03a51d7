package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where indexes are created, and from which file. Descriptions come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class IndexTargetOptions {

    @Option(names = "--file", paramLabel = "FILE")
    @Nullable
    String file;

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(names = "--to-namespace", paramLabel = "DB.COLL")
    @Nullable
    String toNamespace;

    @Option(names = "--to-database", paramLabel = "DB")
    @Nullable
    String toDatabase;
}
