package dev.millrace.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packaged program, ready to be run as a process of its own: the binary that the system property `millrace.binary`
 * names, else the jar that `millrace.jar` names. It sees a clean environment: no setting of the machine that runs the
 * tests reaches it. Immutable; `with…` and `in` give a changed copy.
 *
 * @param directory   working directory; the run store and `.env` are there unless the arguments say otherwise
 * @param environment variables beyond PATH, HOME and the like
 * @param runtime     options of the virtual machine or of the native runtime, such as -Xmx64m
 * @param input       what it reads from standard input
 */
public record Millrace(Path directory, Map<String, String> environment, List<String> runtime, String input) {

    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ");

    public Millrace {
        environment = Map.copyOf(environment);
        runtime = List.copyOf(runtime);
    }

    /**
     * How a process ended.
     *
     * @param exitCode 128 plus the number of the signal where one killed it
     * @param out      all of standard output
     * @param err      all of standard error
     */
    public record Result(int exitCode, String out, String err) {

        private static final int LINES = 20;

        /** The ends of what it wrote: a report of a failure is to be read. */
        @Override
        public String toString() {
            return "exit code " + exitCode + "\n--- out\n" + end(out) + "\n--- err\n" + end(err);
        }

        private static String end(String text) {
            List<String> lines = text.lines().toList();
            int left = Math.max(0, lines.size() - LINES);
            String told = String.join("\n", lines.subList(left, lines.size()));
            return left == 0 ? told : "(" + left + " lines)\n" + told;
        }
    }

    /** The program with that working directory, and nothing else set. */
    public static Millrace in(Path directory) {
        return new Millrace(directory, Map.of(), List.of(), "");
    }

    /** Whether the native binary is what runs here. */
    public static boolean isNative() {
        return !binary().isEmpty();
    }

    public Millrace withVariable(String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return new Millrace(directory, changed, runtime, input);
    }

    /** Sets the most heap it may have, as `200m`, whatever `--max-memory` says; works for both builds. */
    public Millrace withHeap(String size) {
        return new Millrace(directory, environment, List.of("-Xmx" + size), input);
    }

    /** Adds options that stand before the command, as `-Dname=value`; works for both builds. */
    public Millrace withRuntime(String... options) {
        List<String> all = new ArrayList<>(runtime);
        all.addAll(List.of(options));
        return new Millrace(directory, environment, all, input);
    }

    public Millrace withInput(String text) {
        return new Millrace(directory, environment, runtime, text);
    }

    /** Runs it to its end; an error when it takes longer than two minutes. */
    public Result run(String... args) {
        try (RunningMillrace running = start(args)) {
            return running.await();
        }
    }

    /** Starts it; the caller closes the handle, which kills a process that is still there. */
    public RunningMillrace start(String... args) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(args));
        try {
            File out = file("out").toFile();
            File err = file("err").toFile();
            Path in = file("in");
            Files.writeString(in, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out)
                    .redirectError(err);
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().putAll(environment);
            return new RunningMillrace(command, builder.start(), out.toPath(), err.toPath(), in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every regular file under a directory, by its path from there; a run's output can be compared with another's. */
    public static Map<String, byte[]> files(Path directory) {
        try (var found = Files.walk(directory)) {
            Map<String, byte[]> files = new TreeMap<>();
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names under a directory while a run still writes there; none where there is no directory yet. */
    public static List<String> names(Path directory) {
        try (var found = Files.walk(directory)) {
            return found.map(file -> directory.relativize(file).toString())
                    .filter(name -> !name.endsWith(".tmp"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // A directory that is not there, or that went away under the walk.
            return List.of();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        if (isNative()) {
            command.add(binary());
            command.addAll(runtime);
            return command;
        }
        Path jar = Path.of(System.getProperty("millrace.jar", "target/quarkus-app/quarkus-run.jar"))
                .toAbsolutePath();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(StartupCache.options(jar));
        command.addAll(runtime);
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static String binary() {
        return System.getProperty("millrace.binary", "");
    }

    private static Path file(String suffix) throws IOException {
        return Files.createTempFile("millrace-", "." + suffix);
    }
}
