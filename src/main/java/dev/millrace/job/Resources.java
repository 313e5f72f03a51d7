package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.ExportSettings;
import dev.millrace.config.ExportSettings.Format;
import dev.millrace.config.GcsSettings;
import dev.millrace.config.MemorySize;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SeedSettings;
import dev.millrace.model.MillraceException;
import java.util.Optional;

/**
 * How `--max-memory` is divided: what each worker holds at most while it writes, and what is left for documents on
 * their way.
 *
 * @param workers          chunks at once
 * @param batchBytes       aim for one batch
 * @param rowGroupBytes    a Parquet row group in memory
 * @param uploadChunkBytes one part of a resumable upload
 * @param inFlightBytes    documents read and not yet written, of all workers
 */
record Resources(int workers, int batchBytes, long rowGroupBytes, int uploadChunkBytes, long inFlightBytes) {

    /** Batches a worker has at once: one read, one written, one on the wire. */
    private static final int BATCHES = 3;

    /** Rows of COPY against the BSON they were; the array that holds them grows by half. */
    private static final int ROWS_OF_A_BATCH = 4;

    private static final int LARGEST_BATCH = 4 << 20;
    private static final int SMALLEST_BATCH = 256 << 10;
    private static final long SMALLEST_ROW_GROUP = 4 << 20;

    /** A row group is written out compressed while its columns are still held; both count. */
    private static final double ROW_GROUP_OVERHEAD = 1.5;

    static Resources ofExport(Configuration configuration, Format format) {
        long memory = configuration.get(RunSettings.MAX_MEMORY).bytes();
        int wanted = configuration
                .find(RunSettings.WORKERS)
                .orElse(2 * Runtime.getRuntime().availableProcessors());
        long upload = configuration.get(GcsSettings.UPLOAD_CHUNK).bytes();
        long rowGroup = format == Format.PARQUET
                ? configuration.get(ExportSettings.ROW_GROUP_SIZE).bytes()
                : 0;
        long least = upload + BATCHES * (long) SMALLEST_BATCH + overhead(Math.min(rowGroup, SMALLEST_ROW_GROUP));
        if (memory < least) {
            throw tooLittle(memory, least, ", or a smaller --upload-chunk");
        }
        int workers = Math.clamp(memory / least, 1, wanted);
        long share = memory / workers - upload;
        int batch = Math.clamp(share / (4 * BATCHES), SMALLEST_BATCH, LARGEST_BATCH);
        long forRowGroup = (long) ((share - (long) BATCHES * batch) / ROW_GROUP_OVERHEAD);
        return new Resources(
                workers,
                batch,
                Math.min(rowGroup, Math.max(SMALLEST_ROW_GROUP, forRowGroup)),
                Math.toIntExact(upload),
                (long) workers * BATCHES * batch);
    }

    /** A worker of a migration holds, beside its batches, the rows that one of them becomes. */
    static Resources ofMigrate(Configuration configuration) {
        long memory = configuration.get(RunSettings.MAX_MEMORY).bytes();
        int wanted = configuration
                .find(RunSettings.WORKERS)
                .orElseGet(() -> configuration.get(PostgresSettings.WORKERS_PER_CORE)
                        * Runtime.getRuntime().availableProcessors());
        long least = (BATCHES + ROWS_OF_A_BATCH) * (long) SMALLEST_BATCH;
        if (memory < least) {
            throw tooLittle(memory, least, "");
        }
        int workers = Math.clamp(memory / least, 1, wanted);
        int batch = Math.clamp(memory / workers / (2 * (BATCHES + ROWS_OF_A_BATCH)), SMALLEST_BATCH, LARGEST_BATCH);
        return new Resources(workers, batch, 0, 0, (long) workers * BATCHES * batch);
    }

    /** The driver copies a batch to the wire, so that a worker holds one more than it reads and writes. */
    static Resources ofSeed(Configuration configuration) {
        return ofBatches(
                configuration,
                BATCHES + 1,
                configuration.find(SeedSettings.WORKERS).or(() -> configuration.find(RunSettings.WORKERS)));
    }

    /** As with a seed. */
    static Resources ofClone(Configuration configuration) {
        return ofBatches(configuration, BATCHES + 1, configuration.find(RunSettings.WORKERS));
    }

    /** A worker of a comparison reads the target, too, one batch at a time, and both sides once more where they differ. */
    static Resources ofComparison(Configuration configuration) {
        return ofBatches(configuration, BATCHES + 2, configuration.find(RunSettings.WORKERS));
    }

    private static Resources ofBatches(Configuration configuration, int batches, Optional<Integer> workersWanted) {
        long memory = configuration.get(RunSettings.MAX_MEMORY).bytes();
        int wanted = workersWanted.orElse(2 * Runtime.getRuntime().availableProcessors());
        long least = batches * (long) SMALLEST_BATCH;
        if (memory < least) {
            throw tooLittle(memory, least, "");
        }
        int workers = Math.clamp(memory / least, 1, wanted);
        int batch = Math.clamp(memory / workers / (2L * batches), SMALLEST_BATCH, LARGEST_BATCH);
        return new Resources(workers, batch, 0, 0, (long) workers * BATCHES * batch);
    }

    private static MillraceException tooLittle(long memory, long least, String otherwise) {
        return MillraceException.usage(
                "--max-memory: " + new MemorySize(memory) + " is too little for one worker",
                "give at least " + new MemorySize(least) + otherwise);
    }

    private static long overhead(long rowGroup) {
        return (long) (rowGroup * ROW_GROUP_OVERHEAD);
    }
}
