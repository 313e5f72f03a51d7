package dev.millrace.state.file;

import dev.millrace.state.StoredReport;
import dev.millrace.state.WorkerReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the workers of this process said last; written for other processes twice a second at most. */
final class WorkerReports {

    private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);

    private final RunFolder folder;
    private final Map<String, StoredReport> latest = new TreeMap<>();
    private Instant nextWrite = Instant.MIN;

    WorkerReports(RunFolder folder) {
        this.folder = folder;
    }

    void add(WorkerReport report, Instant now, Duration ttl) {
        latest.put(report.worker(), new StoredReport(report, now.plus(ttl)));
        latest.values().removeIf(stored -> !stored.until().isAfter(now));
        if (now.isBefore(nextWrite)) {
            return;
        }
        nextWrite = now.plus(BETWEEN_WRITES);
        StringBuilder lines = new StringBuilder();
        latest.values().forEach(stored -> lines.append(stored.text()).append('\n'));
        folder.replace(folder.workers(), lines.toString().getBytes(StandardCharsets.UTF_8), false);
    }

    List<WorkerReport> at(Instant now) {
        return current(List.copyOf(latest.values()), now);
    }

    /** Called when this process stops to work: whoever watches should not wait for the reports to run out. */
    void clear() {
        try {
            Files.deleteIfExists(folder.workers());
        } catch (IOException e) {
            throw FileFailure.of("delete", folder.workers(), e);
        }
    }

    /** What another process's workers said last. */
    static List<WorkerReport> read(RunFolder folder, Instant now) {
        Path file = folder.workers();
        try {
            return current(
                    Files.readAllLines(file).stream().map(StoredReport::parse).toList(), now);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        } catch (RuntimeException e) {
            throw FileFailure.damaged(file, "as a whole", "not the reports of workers");
        }
    }

    private static List<WorkerReport> current(List<StoredReport> reports, Instant now) {
        return reports.stream()
                .filter(stored -> stored.until().isAfter(now))
                .map(StoredReport::report)
                .toList();
    }
}
