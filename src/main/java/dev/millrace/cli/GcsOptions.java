package dev.millrace.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How objects are written to Google Cloud Storage. Descriptions come from the settings' catalogue. */
@SuppressWarnings("UnusedVariable") // the values of settings are read from the parse result
public final class GcsOptions {

    @Option(names = "--project", paramLabel = "ID")
    @Nullable
    String project;

    @Option(names = "--kms-key", paramLabel = "NAME")
    @Nullable
    String kmsKey;

    @Option(names = "--storage-class", paramLabel = "CLASS")
    @Nullable
    String storageClass;

    @Option(names = "--metadata", paramLabel = "K=V,…")
    @Nullable
    String metadata;

    @Option(names = "--upload-chunk", paramLabel = "SIZE")
    @Nullable
    String uploadChunk;
}
