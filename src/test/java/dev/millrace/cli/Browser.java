package dev.millrace.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without a window, started for one page: the one that the environment variable `MILLRACE_TEST_BROWSER` names,
 * else a Chromium of this machine.
 */
record Browser(Path program) {

    private static final List<String> NAMES = List.of(
            "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless_shell");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Empty where this machine has none. */
    static Optional<Browser> find() {
        String named = System.getenv("MILLRACE_TEST_BROWSER");
        if (named != null && !named.isBlank()) {
            return Optional.of(new Browser(Path.of(named)));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /** The page's elements as they are after its scripts have run for some seconds. */
    String elements(String url, Path profile) {
        return text(profile, "--dump-dom", "--virtual-time-budget=6000", url);
    }

    /** A picture of the page, for people. */
    void picture(String url, Path profile, Path file, int width, int height) {
        text(
                profile,
                "--screenshot=" + file,
                "--window-size=" + width + "," + height,
                "--virtual-time-budget=6000",
                url);
    }

    private String text(Path profile, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
        command.addAll(List.of(arguments));
        try {
            Path out = Files.createTempFile("millrace-page-", ".html");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError(command + " did not end in time");
                }
                return Files.readString(out, StandardCharsets.UTF_8);
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
