package dev.millrace.bench.limit;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * What a limit has measured of itself, told to the benchmark that started it by the last line of its stdout. A limit is warm
 * when it measures: a program that is compared with it pays for its own start.
 *
 * @param cpuSeconds of the whole process, the virtual machine's own threads included
 */
public record Measured(long documents, double seconds, double cpuSeconds) {

    /** Runs something as many times as it takes to be warm, and then once more. */
    public static void print(int warmups, Callable<Long> documents) throws Exception {
        for (int i = 0; i < warmups; i++) {
            documents.call();
        }
        long cpu = cpu();
        long begin = System.nanoTime();
        long count = documents.call();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "%d %.3f %.3f%n", count, seconds, (cpu() - cpu) / 1e9);
    }

    public static Measured parse(List<String> output) {
        String[] fields = output.getLast().split(" ");
        return new Measured(Long.parseLong(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
    }

    public double perCore() {
        return documents / cpuSeconds;
    }

    public double rate() {
        return documents / seconds;
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
