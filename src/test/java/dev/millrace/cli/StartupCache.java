package dev.millrace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Linked classes of the packaged program (JEP 483), which halve the time that each of its hundreds of starts in the tests
 * takes. Made once for a jar, by a small export.
 */
final class StartupCache {

    private StartupCache() {}

    /**
     * The option that uses the cache; none where it could not be made.
     *
     * @param command starts the program, up to its jar
     */
    static List<String> options(Path jar, List<String> command) {
        Path cache = jar.resolveSibling("startup.aot");
        try {
            if (!Files.exists(cache) || newer(jar, cache)) {
                make(cache, jar, command);
            }
            return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:disable") : List.of();
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

    private static void make(Path cache, Path jar, List<String> command) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("millrace-startup-");
        // Tests run in several processes, and none may see half a cache of another's.
        Path own = cache.resolveSibling("startup-" + ProcessHandle.current().pid() + ".aot");
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-XX:AOTCacheOutput=" + own, "-jar", jar.toString()));
        words.addAll(List.of("export", "--from", "generated:users?count=100", "--to", "file:out"));
        new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (Files.exists(own)) {
            Files.move(own, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
