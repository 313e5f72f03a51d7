package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What `migrate` writes. Descriptions come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class MigrateOptions {

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(names = "--schema-name", paramLabel = "NAME")
    @Nullable
    String schemaName;

    @Option(names = "--table", paramLabel = "NAME")
    @Nullable
    String table;

    @Option(names = "--if-exists", paramLabel = "POLICY")
    @Nullable
    String ifExists;

    @Option(names = "--schema", paramLabel = "FILE")
    @Nullable
    String schema;

    @Option(names = "--uuid-legacy", paramLabel = "DRIVER")
    @Nullable
    String uuidLegacy;

    @Option(names = "--sample-size", paramLabel = "N")
    @Nullable
    String sampleSize;

    @Option(names = "--columns", paramLabel = "FILE")
    @Nullable
    String columns;

    @Option(names = "--nested", paramLabel = "FORM")
    @Nullable
    String nested;

    @Option(names = "--json-mode", paramLabel = "MODE")
    @Nullable
    String jsonMode;

    @Option(names = "--object-id", paramLabel = "FORM")
    @Nullable
    String objectId;

    @Option(names = "--keep-nulls", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String keepNulls;

    @Option(names = "--nul", paramLabel = "POLICY")
    @Nullable
    String nul;

    @Option(names = "--unlogged", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String unlogged;

    @Option(names = "--no-indexes", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String noIndexes;

    @Option(names = "--batch-size", paramLabel = "N")
    @Nullable
    String batchSize;

    @Option(names = "--lock-timeout", paramLabel = "SECONDS")
    @Nullable
    String lockTimeout;

    @Option(names = "--statement-timeout", paramLabel = "SECONDS")
    @Nullable
    String statementTimeout;

    @Option(names = "--socket-timeout", paramLabel = "SECONDS")
    @Nullable
    String socketTimeout;

    @Option(names = "--to-namespace", paramLabel = "DB.COLL")
    @Nullable
    String toNamespace;

    @Option(names = "--to-database", paramLabel = "DB")
    @Nullable
    String toDatabase;

    @Option(names = "--write-concern", paramLabel = "0|1|majority")
    @Nullable
    String writeConcern;

    @Option(names = "--on-conflict", paramLabel = "POLICY")
    @Nullable
    String onConflict;

    @Option(names = "--drop", arity = "0..1", fallbackValue = "true", paramLabel = "true|false")
    @Nullable
    String drop;

    @Option(names = "--indexes", paramLabel = "after|before|none")
    @Nullable
    String indexes;

    @Option(names = "--empty-timestamps", paramLabel = "POLICY")
    @Nullable
    String emptyTimestamps;

    @Option(names = "--rejects", paramLabel = "DIR|URI")
    @Nullable
    String rejects;
}
