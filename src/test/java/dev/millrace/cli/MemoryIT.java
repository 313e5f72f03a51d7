package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moves far more data than there is heap: memory follows `--max-memory`, not the collection. */
class MemoryIT {

    private static final long MAX_MEMORY = 128L << 20;

    /** What issue 2 allows on top of `--max-memory`. */
    private static final long ALLOWED_ON_TOP = 150L << 20;

    /**
     * Each of the two workers may be over the limit by one document, of which there are two copies: where it is made and
     * in its batch. One of the workers turns its document into output, which takes it three times more: as text, as a
     * page and as a compressed page.
     */
    private static final long LARGE_DOCUMENTS = (2 * 2 + 3) * (16L << 20);

    /**
     * What a virtual machine has besides and a native program has not: class metadata (60 MB), compiled code and the
     * compilers' arenas (50 MB), the mapped archive of JDK classes (20 MB).
     */
    private static final long VIRTUAL_MACHINE = Millrace.isNative() ? 0 : 130L << 20;

    /**
     * What a native program has besides where its heap is used to the full: its code and data, mapped from its file
     * (50 MB), and the young generation's second half while it is copied (50 MB).
     */
    private static final long NATIVE_PROGRAM = Millrace.isNative() ? 100L << 20 : 0;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "jsonl"})
    void movesMoreOrdersThanItHasHeapWithinItsMemory(String format) {
        assertThat(peakOf("service-orders?count=400000", format, "4", "224m"))
                .isLessThanOrEqualTo(MAX_MEMORY + ALLOWED_ON_TOP + VIRTUAL_MACHINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "jsonl"})
    void movesManyDocumentsOfSixteenMegabytesWithinItsMemory(String format) {
        assertThat(peakOf("pathological?count=60000&maxDocumentBytes=16777216", format, "2", "400m"))
                .isLessThanOrEqualTo(MAX_MEMORY + ALLOWED_ON_TOP + VIRTUAL_MACHINE + NATIVE_PROGRAM + LARGE_DOCUMENTS);
    }

    /** The most memory that is resident while the data goes nowhere, in bytes. */
    private long peakOf(String data, String format, String workers, String heap) {
        List<String> export = List.of(
                "export",
                "--from",
                "generated:" + data,
                "--to",
                "null:",
                "--format",
                format,
                "--max-memory",
                "128MB",
                "--workers",
                workers,
                "--chunk-size",
                "5000");
        try (RunningMillrace running = Millrace.in(directory).withHeap(heap).start(export.toArray(String[]::new))) {
            long peak = 0;
            while (running.isAlive()) {
                peak = Math.max(peak, running.peakMemory());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            Millrace.Result result = running.await();
            assertThat(result.exitCode()).as(result.toString()).isZero();
            return peak;
        }
    }
}
