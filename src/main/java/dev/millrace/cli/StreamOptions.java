package dev.millrace.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is streamed, to where and from when. Descriptions without text come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class StreamOptions {

    @Option(names = "--from", paramLabel = "URI")
    @Nullable
    String from;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "DB.COLL",
            description = {
                "Collection to watch; a database's name alone means all of it, '*' the whole deployment; may be repeated.",
                "Without it the sources under mongodb.connections in config.yaml."
            })
    List<String> namespaces = List.of();

    @Option(names = "--to", paramLabel = "URI")
    @Nullable
    String to;

    @Option(names = "--format", paramLabel = "FORMAT")
    @Nullable
    String format;

    @Option(names = "--pipeline", paramLabel = "JSON")
    @Nullable
    String pipeline;

    @Option(names = "--full-document", paramLabel = "WORD")
    @Nullable
    String fullDocument;

    @Option(names = "--full-document-before-change", paramLabel = "WORD")
    @Nullable
    String before;

    @Option(names = "--batch-size", paramLabel = "N")
    @Nullable
    String batchSize;

    @Option(names = "--document-type", paramLabel = "NAME")
    @Nullable
    String documentType;

    @Option(names = "--name", paramLabel = "NAME")
    @Nullable
    String name;

    @Option(names = "--resume-store", paramLabel = "DIR|URI")
    @Nullable
    String resumeStore;

    @Option(
            names = "--restart",
            description = "Forget the saved places and begin anew, with --from-token, --from-time or what changes now.")
    boolean restart;

    @Option(names = "--from-token", paramLabel = "TOKEN")
    @Nullable
    String fromToken;

    @Option(names = "--from-time", paramLabel = "TIME")
    @Nullable
    String fromTime;

    @Option(names = "--snapshot", paramLabel = "WHEN")
    @Nullable
    String snapshot;

    @Option(names = "--run-store", paramLabel = "DIR|URI")
    @Nullable
    String runStore;

    @Option(names = "--chunk-size", paramLabel = "N")
    @Nullable
    String chunkSize;

    @Option(names = "--on-history-lost", paramLabel = "POLICY")
    @Nullable
    String historyLost;

    @Option(names = "--ordering-lanes", paramLabel = "N")
    @Nullable
    String lanes;

    @Option(names = "--rejects", paramLabel = "DIR")
    @Nullable
    String rejects;

    @Option(names = "--shutdown-timeout", paramLabel = "TIME")
    @Nullable
    String shutdownTimeout;

    @Option(names = "--max-memory", paramLabel = "SIZE")
    @Nullable
    String maxMemory;

    @Option(names = "--http-port", paramLabel = "PORT|off")
    @Nullable
    String httpPort;
}
