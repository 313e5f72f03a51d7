package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are remembered. Descriptions come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class StoreOptions {

    @Option(names = "--run-store", paramLabel = "DIR|URI")
    @Nullable
    String runStore;

    @Option(names = "--key-prefix", paramLabel = "TEXT")
    @Nullable
    String keyPrefix;
}
