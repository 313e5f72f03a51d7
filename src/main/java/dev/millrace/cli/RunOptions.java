package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a one-shot run is carried out. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class RunOptions {

    @Option(names = "--dry-run", description = "Show the plan: collections, chunks, columns, size; write nothing.")
    boolean dryRun;

    @Option(
            names = "--restart",
            description = "Forget what the run store knows of this run and begin anew; what it wrote is replaced.")
    boolean restart;

    @Option(names = "--run-id", paramLabel = "NAME")
    @Nullable
    String runId;

    @Option(names = "--chunk-size", paramLabel = "N")
    @Nullable
    String chunkSize;

    @Option(names = "--workers", paramLabel = "N")
    @Nullable
    String workers;

    @Option(names = "--processes", paramLabel = "N")
    @Nullable
    String processes;

    @Option(names = "--max-memory", paramLabel = "SIZE")
    @Nullable
    String maxMemory;

    @Option(names = "--max-ru", paramLabel = "N")
    @Nullable
    String maxRu;

    @Option(names = "--attempts", paramLabel = "N")
    @Nullable
    String attempts;

    @Option(names = "--max-rejects", paramLabel = "N|N%%")
    @Nullable
    String maxRejects;

    @Option(names = "--lease-seconds", paramLabel = "N")
    @Nullable
    String leaseSeconds;

    @Option(names = "--drain-seconds", paramLabel = "N")
    @Nullable
    String drainSeconds;

    @Option(names = "--http-port", paramLabel = "PORT")
    @Nullable
    String httpPort;
}
