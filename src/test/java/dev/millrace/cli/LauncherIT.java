package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** millrace-jvm, the launcher of the JVM build, and the startup cache that it uses where it fits. */
class LauncherIT {

    private static Path app;

    /** A home with the jars that were packaged, and a cache of its own. */
    @TempDir
    Path home;

    @BeforeAll
    static void findProgram() {
        app = Path.of(System.getProperty("millrace.jar")).getParent();
        StartupCache.options(app.resolve("quarkus-run.jar"));
    }

    @Test
    void usesTheCacheThatWasMadeForItsJars() throws IOException {
        Path log = home.resolve("classes.log");

        Millrace.Result result =
                launch(app.getParent(), "-Xlog:class+load:file=" + log + " -XX:AOTMode=on", "--version");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(Files.readString(log)).contains("dev.millrace.Main source: shared objects file");
    }

    @Test
    void saysTheSameWithoutACacheAndWithOneThatCannotBeRead() throws IOException {
        linkJars();
        Millrace.Result without = launch(home, "", "--version");
        Files.writeString(home.resolve("quarkus-app/startup.aot"), "no cache");
        Millrace.Result broken = launch(home, "", "--version");
        Files.delete(home.resolve("quarkus-app/startup.aot"));
        Files.copy(app.resolve("startup.aot"), home.resolve("quarkus-app/startup.aot"));
        Millrace.Result foreign = launch(home, "-XX:+UseCompactObjectHeaders", "--version");

        assertThat(without.exitCode()).as(without.toString()).isZero();
        assertThat(without.out()).startsWith("millrace ");
        assertThat(without.err()).isEmpty();
        assertThat(broken).isEqualTo(without);
        assertThat(foreign).isEqualTo(without);
    }

    @Test
    void saysThatAJavaIsTooOld() throws IOException {
        Path java = home.resolve("jdk/bin/java");
        Files.createDirectories(java.getParent());
        Files.createSymbolicLink(java, Files.createFile(home.resolve("jdk/bin/launcher")));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");

        Millrace.Result result =
                launch(app.getParent(), Map.of("JAVA_HOME", home.resolve("jdk").toString()), "--version");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("is Java 17, and millrace needs 25", "JAVA_HOME");
    }

    /** The packaged jars under another home, and no cache. */
    private void linkJars() throws IOException {
        Path copy = Files.createDirectories(home.resolve("quarkus-app"));
        try (Stream<Path> entries = Files.list(app)) {
            for (Path entry : entries.toList()) {
                if (!entry.toString().endsWith(".aot")) {
                    Files.createSymbolicLink(copy.resolve(entry.getFileName()), entry.toAbsolutePath());
                }
            }
        }
    }

    private static Millrace.Result launch(Path home, String javaOptions, String... arguments) throws IOException {
        Map<String, String> environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "MILLRACE_JAVA_OPTIONS", javaOptions);
        return launch(home, environment, arguments);
    }

    private static Millrace.Result launch(Path home, Map<String, String> environment, String... arguments)
            throws IOException {
        Path out = Files.createTempFile("launcher-", ".out");
        Path err = Files.createTempFile("launcher-", ".err");
        List<String> command = Arguments.of(
                        "sh", StartupCache.SCRIPTS.resolve("millrace-jvm").toString())
                .and(arguments)
                .words();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("MILLRACE_HOME", home.toAbsolutePath().toString());
        try (RunningMillrace running = new RunningMillrace(command, builder.start(), out, err, out)) {
            return running.await();
        }
    }
}
