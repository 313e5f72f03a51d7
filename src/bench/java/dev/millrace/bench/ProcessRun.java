package dev.millrace.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One run of a command as a process of its own, from its start to its end.
 *
 * @param cpuSeconds user and system time, as the kernel adds it up for children that have ended (proc(5), cutime and cstime of
 *     /proc/self/stat): exact to a hundredth of a second, as long as no other child of this process ends meanwhile
 * @param peakBytes VmHWM of /proc/PID/status, looked at every few milliseconds
 * @param output the last lines of its stdout
 */
public record ProcessRun(double seconds, double cpuSeconds, long peakBytes, List<String> output) {

    private static final int LINES_KEPT = 100;
    private static final int LONGEST_MINUTES = 30;

    /** USER_HZ, see proc(5). */
    private static final double TICK = 0.01;

    /** Where cutime and cstime stand behind the name of the command. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    public static ProcessRun of(Path log, List<String> command) throws IOException, InterruptedException {
        return of(log, command, (process, line) -> {});
    }

    /**
     * @param log gets what the process writes to stderr
     * @param lines is given each line of its stdout as it comes, and may end the process
     */
    public static ProcessRun of(Path log, List<String> command, BiConsumer<ProcessHandle, String> lines)
            throws IOException, InterruptedException {
        double before = childrenSeconds();
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        Thread.ofVirtual().start(() -> endLate(process));
        PeakMemory memory = PeakMemory.watch(process);
        Deque<String> output = new ArrayDeque<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                output.add(line);
                if (output.size() > LINES_KEPT) {
                    output.remove();
                }
                lines.accept(process.toHandle(), line);
            }
        }
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with exit code " + exit + "\n"
                    + String.join("\n", output) + "\n" + Files.readString(log));
        }
        return new ProcessRun(seconds, childrenSeconds() - before, memory.bytes(), List.copyOf(output));
    }

    /** A process that hangs ends with an exit code that is none of its own. */
    private static void endLate(Process process) {
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double childrenSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return TICK * (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]));
    }
}
