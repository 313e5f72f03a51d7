package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The container files, as far as they can be checked where no engine runs; `make test-image` runs what they build. */
class ContainerImageTest {

    private static final Path IMAGE = Path.of("native/image");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"native, Containerfile", "jvm, Containerfile.jvm"})
    void whatIsCopiedIsLaidOut(String kind, String file) throws Exception {
        Path context = layOut(kind);

        assertThat(copied(file))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(context.resolve(source)).isDirectory());
        Matcher entry = Pattern.compile("ENTRYPOINT \\[\"/([^\"]+)\"").matcher(text(file));
        assertThat(entry.find()).isTrue();
        assertThat(context.resolve("root").resolve(entry.group(1))).isExecutable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Containerfile", "Containerfile.jvm"})
    void theProgramIsNobodysRootAndSaysWhatItIs(String file) throws IOException {
        assertThat(text(file))
                .contains("\nUSER 65532:65532\n")
                .contains("image.version=\"$VERSION\"", "image.revision=\"$REVISION\"", "image.source=\"$SOURCE\"")
                .contains("image.licenses=\"MIT\"");
    }

    @Test
    void theNativeImageHasLibcAndAuthoritiesAndAUserAndNoShell() throws Exception {
        Path root = layOut("native").resolve("root");

        assertThat(Files.readAllLines(root.resolve("etc/ssl/certs/ca-certificates.crt")))
                .filteredOn("-----BEGIN CERTIFICATE-----"::equals)
                .hasSizeGreaterThan(50);
        assertThat(Files.readString(root.resolve("etc/passwd"))).contains("nonroot:x:65532:65532:");
        assertThat(root.resolve("tmp")).isDirectory();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .contains("libc.so.6", "libm.so.6", "libpthread.so.0", "millrace")
                    .doesNotContain("sh", "bash");
        }
    }

    @Test
    void theJvmImageMakesItsOwnStartupCache() throws Exception {
        Path root = layOut("jvm").resolve("root");

        assertThat(root.resolve("opt/millrace/startup-cache")).isExecutable();
        assertThat(root.resolve("opt/millrace/quarkus-app/startup.aot")).doesNotExist();
        assertThat(text("Containerfile.jvm")).contains("RUN [\"/opt/millrace/startup-cache\"]");
    }

    @Test
    void namesTheEnginesWhereNoneIsThere() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("dirname"), Path.of("/usr/bin/dirname"));
        ProcessBuilder build = new ProcessBuilder(
                "/bin/bash", IMAGE.toString(), "build", "native/Containerfile", directory.toString(), "millrace:test");
        build.environment().put("PATH", tools.toString());

        assertThat(output(build, 1)).contains("docker", "podman", "buildah");
    }

    /** With any program that libc is linked to in place of the binary, and any jar. */
    private Path layOut(String kind) throws Exception {
        Path jars = Files.createDirectories(directory.resolve("target/quarkus-app"));
        Files.writeString(jars.resolve("quarkus-run.jar"), "jar");
        Files.writeString(jars.resolve("startup.aot"), "of this machine");
        String from = kind.equals("native") ? "/bin/true" : jars.getParent().toString();
        Path context = directory.resolve(kind);
        ProcessBuilder layout = new ProcessBuilder("bash", IMAGE.toString(), "layout", kind, from, context.toString());
        layout.environment().put("JDK", System.getProperty("java.home"));
        output(layout, 0);
        return context;
    }

    private static List<String> copied(String file) throws IOException {
        return Pattern.compile("(?m)^COPY (?:--\\S+ )*(\\S+) \\S+$")
                .matcher(text(file))
                .results()
                .map(copy -> copy.group(1))
                .toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Path.of("native").resolve(file));
    }

    private static String output(ProcessBuilder command, int exitCode) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
        return output;
    }
}
