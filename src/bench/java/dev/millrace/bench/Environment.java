package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and with what a run measured.
 *
 * @param parts servers that took part, with their versions
 */
public record Environment(
        String date,
        String scope,
        String cpu,
        int cores,
        long memoryMegabytes,
        String system,
        String java,
        String program,
        List<String> parts) {

    /**
     * @param scope which benchmarks ran: quick or full
     * @param program the command that was measured, which is asked for its version
     */
    static Environment of(String scope, String program, List<String> parts) throws Exception {
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                scope,
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]) >> 10,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                version(program),
                List.copyOf(parts));
    }

    private static String field(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static String version(String program) throws Exception {
        try (Scratch scratch = Scratch.open("millrace-version")) {
            List<String> said = ProcessRun.of(scratch.path("log"), List.of(program, "--version"))
                    .output();
            return said.isEmpty() ? "unknown" : said.getLast();
        }
    }

    @Override
    public String toString() {
        return "%s, %d cores, %,d MB, %s%n%s%n%s, %s%n%s"
                .formatted(
                        cpu,
                        cores,
                        memoryMegabytes,
                        system,
                        java,
                        program,
                        date.replace('T', ' '),
                        String.join(", ", parts));
    }
}
