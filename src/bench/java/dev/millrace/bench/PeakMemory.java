package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Watches how much memory a process has resident at most. */
final class PeakMemory {

    private static final long MILLIS_BETWEEN = 10;

    private final Path status;
    private volatile long kilobytes;

    private PeakMemory(Path status) {
        this.status = status;
    }

    static PeakMemory watch(Process process) {
        PeakMemory memory = new PeakMemory(Path.of("/proc", Long.toString(process.pid()), "status"));
        Thread.ofPlatform().daemon().start(() -> memory.watchWhile(process));
        return memory;
    }

    /** What was seen last, as VmHWM only grows. */
    long bytes() {
        return kilobytes << 10;
    }

    private void watchWhile(Process process) {
        try {
            while (process.isAlive()) {
                look();
                Thread.sleep(MILLIS_BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        List<String> lines;
        try {
            lines = Files.readAllLines(status);
        } catch (IOException ended) {
            return;
        }
        for (String line : lines) {
            if (line.startsWith("VmHWM:")) {
                kilobytes = Math.max(kilobytes, Long.parseLong(line.replaceAll("\\D", "")));
            }
        }
    }
}
