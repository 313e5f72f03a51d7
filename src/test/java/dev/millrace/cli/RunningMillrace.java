package dev.millrace.cli;

import dev.millrace.doubles.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A millrace that was started as a process. Closing it kills what still runs. */
public final class RunningMillrace implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;
    private final Path in;

    RunningMillrace(List<String> command, Process process, Path out, Path err, Path in) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
        this.in = in;
    }

    /** What it has written to standard output until now. */
    public String out() {
        return text(out);
    }

    /** What it has written to standard error until now. */
    public String err() {
        return text(err);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The most memory it has had resident, in bytes, as Linux counts it; 0 once it has ended. */
    public long peakMemory() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            Matcher peak = PEAK.matcher(Files.readString(status));
            return peak.find() ? Long.parseLong(peak.group(1)) << 10 : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Kills it at once: it cannot clean up. */
    public Millrace.Result killNow() {
        process.destroyForcibly();
        return await();
    }

    /** Asks it to stop, as Kubernetes does, and waits for its end. */
    public Millrace.Result terminate() {
        process.destroy();
        return await();
    }

    /** Waits until a line of standard output or standard error matches, or fails when the process ends before. */
    public void awaitLine(String pattern) {
        Pattern line = Pattern.compile(pattern);
        Eventually.within(PATIENCE, "'" + pattern + "' in the output of " + command, () -> {
            boolean over = !process.isAlive();
            boolean found = line.matcher(out()).find() || line.matcher(err()).find();
            if (over && !found) {
                throw new AssertionError("ended without '" + pattern + "': " + await());
            }
            return found;
        });
    }

    /** Waits for its end; an error when that takes longer than two minutes. */
    public Millrace.Result await() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end in time: " + new Millrace.Result(137, out(), err()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
        return new Millrace.Result(process.exitValue(), out(), err());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            for (Path file : List.of(out, err, in)) {
                Files.deleteIfExists(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
