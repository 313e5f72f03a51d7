package dev.millrace.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command talks: shared by all of them. */
public final class OutputOptions {

    @Option(names = "--json", description = "Write events and results as JSON, one object a line, to standard output.")
    boolean json;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    boolean debug;

    /** Acted on before the command line is parsed, see {@link Startup}. */
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warn (default), info or debug; the log goes to standard error.")
    @Nullable
    String logLevel;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text (default) or json.")
    @Nullable
    String logFormat;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in YAML; without it config.yaml is read where there is one.")
    @Nullable
    Path config;
}
