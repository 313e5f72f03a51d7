package dev.millrace.source.dump;

import dev.millrace.model.DocumentBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Takes some documents of a file without reading all of it where that can be had. */
final class DumpSample {

    /** How much of a gzipped file is looked at, and how much a sample may hold, in bytes of BSON. */
    private static final long LARGEST_SAMPLE = 32 * 1024 * 1024;

    private static final int BATCH_BYTES = 1024 * 1024;

    private DumpSample() {}

    /** Evenly spaced over an uncompressed file; runs of neighbours where more are wanted than the index has marks. */
    static void spread(Path file, DocumentIndex index, int documents, DocumentBatch into) {
        if (index.documents() == 0) {
            return;
        }
        long affordable = Math.max(1, LARGEST_SAMPLE / (index.bytes() / index.documents()));
        long wanted = Math.min(affordable, Math.min(documents, index.documents()));
        int runs = (int) Math.min(wanted, index.marks());
        try (DocumentWalk walk = DocumentWalk.open(file)) {
            for (int run = 0; run < runs; run++) {
                long length = wanted * (run + 1) / runs - wanted * run / runs;
                long at = index.position((int) ((long) run * index.marks() / runs));
                for (long i = 0; i < length && at < index.bytes() && into.byteCount() < LARGEST_SAMPLE; i++) {
                    walk.copy(at, into);
                    at += walk.length(at);
                }
            }
        }
    }

    /** The first and the last document: mongodump writes in the order of `_id`. */
    static void ends(Path file, DocumentIndex index, DocumentBatch into) {
        if (index.documents() == 0) {
            return;
        }
        try (DocumentWalk walk = DocumentWalk.open(file)) {
            long last = index.position(index.marks() - 1);
            for (long at = last; at < index.bytes(); at += walk.length(at)) {
                last = at;
            }
            walk.copy(index.position(0), into);
            walk.copy(last, into);
        }
    }

    /** At random from the beginning of a gzipped file (reservoir sampling, Vitter's algorithm R). */
    static void ofBeginning(Path file, int documents, DocumentBatch into) {
        SplittableRandom random = new SplittableRandom(documents);
        List<byte[]> reservoir = new ArrayList<>();
        try (DumpFileReader reader = DumpFileReader.open(file, 0, DumpFileReader.TO_THE_END, BATCH_BYTES)) {
            DocumentBatch batch = new DocumentBatch(BATCH_BYTES);
            long seen = 0;
            long bytes = 0;
            while (bytes < LARGEST_SAMPLE && reader.read(batch)) {
                for (int i = 0; i < batch.size(); i++) {
                    offer(batch, i, documents, random.nextLong(++seen), reservoir);
                }
                bytes += batch.byteCount();
            }
        }
        reservoir.forEach(document -> into.add(document, 0, document.length));
    }

    private static void offer(DocumentBatch batch, int index, int documents, long place, List<byte[]> reservoir) {
        boolean full = reservoir.size() == documents;
        if (full && place >= documents) {
            return;
        }
        byte[] document = new byte[batch.length(index)];
        System.arraycopy(batch.bytes(), batch.offset(index), document, 0, document.length);
        if (full) {
            reservoir.set((int) place, document);
        } else {
            reservoir.add(document);
        }
    }
}
