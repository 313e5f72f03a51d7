package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What `export` writes. Descriptions come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class ExportOptions {

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(names = "--format", paramLabel = "FORMAT")
    @Nullable
    String format;

    @Option(names = "--compression", paramLabel = "CODEC")
    @Nullable
    String compression;

    @Option(names = "--json-mode", paramLabel = "MODE")
    @Nullable
    String jsonMode;

    @Option(names = "--schema", paramLabel = "FILE")
    @Nullable
    String schema;

    @Option(names = "--uuid-legacy", paramLabel = "DRIVER")
    @Nullable
    String uuidLegacy;

    @Option(names = "--sample-size", paramLabel = "N")
    @Nullable
    String sampleSize;

    @Option(names = "--nested", paramLabel = "FORM")
    @Nullable
    String nested;

    @Option(names = "--object-id", paramLabel = "FORM")
    @Nullable
    String objectId;

    @Option(names = "--keep-nulls", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String keepNulls;

    @Option(names = "--row-group-size", paramLabel = "SIZE")
    @Nullable
    String rowGroupSize;

    @Option(names = "--dictionary", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String dictionary;

    @Option(names = "--statistics", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String statistics;

    @Option(names = "--hive-partitions", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String hivePartitions;

    @Option(names = "--overwrite", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String overwrite;
}
