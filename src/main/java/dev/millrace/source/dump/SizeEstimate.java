package dev.millrace.source.dump;

import dev.millrace.model.DocumentBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much a file holds, judged by its beginning; exact where the beginning is all there is.
 *
 * @param documents number of documents
 * @param bytes     their size as BSON, uncompressed
 */
record SizeEstimate(long documents, long bytes) {

    /** How much of a file is looked at, in bytes of the file itself. */
    private static final int HEAD_BYTES = 1024 * 1024;

    private static final int BATCH_BYTES = 64 * 1024;

    static SizeEstimate of(Path file) {
        try (DumpFileReader reader = DumpFileReader.open(file, 0, DumpFileReader.TO_THE_END, BATCH_BYTES)) {
            DocumentBatch batch = new DocumentBatch(BATCH_BYTES);
            long documents = 0;
            long bytes = 0;
            boolean more = reader.read(batch);
            while (more) {
                documents += batch.size();
                bytes += batch.byteCount();
                more = reader.fileBytes() < HEAD_BYTES && reader.read(batch);
            }
            return new SizeEstimate(documents, bytes).scaled(file, reader.fileBytes());
        }
    }

    private SizeEstimate scaled(Path file, long headBytes) {
        long fileBytes = size(file);
        if (headBytes >= fileBytes && fileBytes <= HEAD_BYTES) {
            return this;
        }
        boolean gzip = DumpFileReader.isGzip(file);
        double factor = fileBytes / (double) (gzip ? headBytes : bytes);
        return new SizeEstimate(Math.round(documents * factor), gzip ? Math.round(bytes * factor) : fileBytes);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        }
    }
}
