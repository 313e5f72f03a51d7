package dev.millrace.observe;

import dev.millrace.model.RequestUnits;
import dev.millrace.state.WorkerReport;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what one process moves and tells the rate over the last seconds. Counting is safe for use by many threads;
 * {@link #report} is for one.
 */
public final class RunMeter {

    /** The rate is smoothed over about this many reports. */
    private static final double SMOOTHING = 5;

    private final LongAdder documents = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder inFlightBytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private long lastDocuments;
    private long lastBytes;
    private long lastNanos;
    private double documentsPerSecond;
    private double bytesPerSecond;
    private double lastUnits;
    private double unitsPerSecond;

    public RunMeter(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** Documents of a chunk that is not committed yet. */
    public void moved(int movedDocuments, int movedBytes) {
        documents.add(movedDocuments);
        bytes.add(movedBytes);
        inFlight.add(movedDocuments);
        inFlightBytes.add(movedBytes);
    }

    /** A chunk has ended, committed or not; its documents are no longer in flight. */
    public void settled(long count, long size) {
        inFlight.add(-count);
        inFlightBytes.add(-size);
    }

    public void retried() {
        retries.increment();
    }

    public long retries() {
        return retries.sum();
    }

    /** Everything moved since the start, retries included. */
    public long documents() {
        return documents.sum();
    }

    public WorkerReport report(String worker, long memoryBytes, RequestUnits requestUnits, long nowNanos, Instant now) {
        double seconds = (nowNanos - lastNanos) / 1e9;
        if (seconds > 0) {
            double weight = lastDocuments == 0 ? 1 : 1 / SMOOTHING;
            documentsPerSecond += weight * ((documents.sum() - lastDocuments) / seconds - documentsPerSecond);
            bytesPerSecond += weight * ((bytes.sum() - lastBytes) / seconds - bytesPerSecond);
            // Estimates are corrected by later measurements, downwards too.
            unitsPerSecond += weight * (Math.max(0, requestUnits.units() - lastUnits) / seconds - unitsPerSecond);
            lastUnits = requestUnits.units();
            lastDocuments = documents.sum();
            lastBytes = bytes.sum();
            lastNanos = nowNanos;
        }
        return new WorkerReport(
                worker,
                inFlight.sum(),
                inFlightBytes.sum(),
                documentsPerSecond,
                bytesPerSecond,
                memoryBytes,
                retries.sum(),
                requestUnits,
                unitsPerSecond,
                now);
    }
}
