package dev.millrace.cli;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.RequestUnits;
import dev.millrace.state.RunProgress;
import dev.millrace.state.WorkerReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run's state in one line, the most important first; what does not fit is left out at the end. */
final class ProgressLine {

    /** In seconds, about a month. What takes longer stands still, and its rate only fades away. */
    private static final double LONGEST_ETA = 2_600_000;

    private static final String GAP = "  ";

    private ProgressLine() {}

    static String of(RunProgress progress, int columns) {
        double rate = 0;
        double byteRate = 0;
        long inFlight = 0;
        long memory = 0;
        long retries = 0;
        double units = 0;
        RequestUnits spent = RequestUnits.NONE;
        for (WorkerReport worker : progress.workers()) {
            rate += worker.documentsPerSecond();
            byteRate += worker.bytesPerSecond();
            inFlight += worker.inFlight();
            memory += worker.memoryBytes();
            retries += worker.retries();
            units += worker.requestUnitsPerSecond();
            spent = spent.plus(worker.requestUnits());
        }
        long moved = progress.written() + progress.rejected() + inFlight;
        long expected = progress.expectedDocuments();
        boolean known = expected != CollectionInfo.UNKNOWN && expected > 0;
        List<String> parts = new ArrayList<>();
        parts.add(Amounts.count(moved) + (known ? "/" + Amounts.count(expected) : "") + " documents");
        if (known) {
            parts.add(Math.min(100, moved * 100 / expected) + "%");
        }
        parts.add(Amounts.count(rate) + "/s " + Amounts.bytes(byteRate) + "/s");
        if (spent.isAny()) {
            parts.add(Amounts.count(units) + " RU/s" + (spent.throttling() ? ", throttled" : ""));
        }
        parts.add(progress.done() + "/" + progress.chunks() + " chunks");
        if (progress.failed() > 0) {
            parts.add(progress.failed() + " failed");
        }
        if (known && rate > 0 && moved < expected) {
            double seconds = (expected - moved) / rate;
            parts.add("ETA "
                    + (seconds > LONGEST_ETA ? "unknown" : Amounts.time(Duration.ofSeconds(Math.round(seconds)))));
        }
        if (retries > 0) {
            parts.add(retries + " retries");
        }
        parts.add(Amounts.bytes(memory) + " memory");
        return fitting(parts, columns);
    }

    private static String fitting(List<String> parts, int columns) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            int needed = line.length() + (line.isEmpty() ? 0 : GAP.length()) + part.length();
            if (needed < columns) {
                line.append(line.isEmpty() ? "" : GAP).append(part);
            }
        }
        return line.toString();
    }
}
