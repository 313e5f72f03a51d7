package dev.millrace.job;

import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ObjectFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes a sample to nowhere, to learn how large a collection's output will be and how long one core encodes it.
 *
 * @param bytesPerByte   bytes of output for each byte of BSON
 * @param bytesPerSecond bytes of BSON that one core encodes
 */
record SampleEncoding(double bytesPerByte, double bytesPerSecond) {

    /** Long enough for the compiler to have seen the code that a real run spends its time in. */
    private static final long WARM_UP_NANOS = Duration.ofMillis(500).toNanos();

    /** Encodes documents as a run would. */
    @FunctionalInterface
    interface Encoder {

        /** The size of the documents as the target takes them, in bytes. */
        long encode(CollectionPlan collection, DocumentBatch documents);
    }

    /** The encoder of a format of objects. */
    static Encoder of(ObjectFormat format) {
        return (collection, documents) -> encode(collection, format, documents);
    }

    static SampleEncoding of(CollectionPlan collection, Encoder encoder, DocumentBatch sample) {
        if (sample.isEmpty()) {
            return new SampleEncoding(0, 0);
        }
        long start = System.nanoTime();
        long took;
        long written;
        do {
            long before = System.nanoTime();
            written = encoder.encode(collection, sample);
            took = System.nanoTime() - before;
        } while (System.nanoTime() - start < WARM_UP_NANOS);
        return new SampleEncoding((double) written / sample.byteCount(), sample.byteCount() * 1e9 / took);
    }

    /** Expected output for so many bytes of BSON. */
    long outputBytes(long bsonBytes) {
        return Math.round(bsonBytes * bytesPerByte);
    }

    /** Expected time for so many bytes of BSON on so many cores; nothing is known of the two ends' own pace. */
    Duration time(long bsonBytes, int cores) {
        return bytesPerSecond == 0
                ? Duration.ZERO
                : Duration.ofMillis(Math.round(bsonBytes * 1000.0 / (bytesPerSecond * cores)));
    }

    private static long encode(CollectionPlan collection, ObjectFormat format, DocumentBatch sample) {
        Count count = new Count();
        try (FormatWriter writer = format.open(collection, count, rejected -> {})) {
            writer.write(sample);
            writer.finish();
            return count.bytes;
        } catch (IOException e) {
            throw new MillraceException(FailureKind.FAILED, "cannot encode a sample", "", e);
        }
    }

    /** Counts what is written to it, and forgets it. */
    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
        }
    }
}
