package dev.millrace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The startup cache that millrace-jvm has, which halves the time that each of the program's hundreds of starts in the tests
 * takes. Made once for a jar, by the same script.
 */
final class StartupCache {

    static final Path SCRIPTS = Path.of("src/main/scripts").toAbsolutePath();

    private StartupCache() {}

    /** The options that use the cache; none where it could not be made. */
    static List<String> options(Path jar) {
        Path cache = jar.resolveSibling("startup.aot");
        try {
            if (!Files.exists(cache) || newer(jar, cache)) {
                make(jar.getParent().getParent());
            }
            return Files.exists(cache)
                    ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off")
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean newer(Path jar, Path cache) throws IOException {
        return Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(cache)) > 0;
    }

    private static void make(Path home) throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder(
                        "sh", SCRIPTS.resolve("startup-cache").toString(), home.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        script.start().waitFor();
    }
}
