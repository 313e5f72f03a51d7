package dev.millrace.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folder `k8s`, and `kubectl kustomize` where the machine has it; no cluster is asked. */
final class Kustomize {

    static final Path ROOT = Path.of("k8s");

    private static final long PATIENCE_SECONDS = 120;

    private Kustomize() {}

    /** Whether there is a kubectl. */
    static boolean isHere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    }

    /** Folders that somebody applies: everything with a kustomization that is no component. */
    static List<Path> folders() {
        return folders(ROOT).stream()
                .filter(folder -> !folder.startsWith(ROOT.resolve("components")))
                .toList();
    }

    static List<Path> components() {
        return folders(ROOT.resolve("components"));
    }

    private static List<Path> folders(Path below) {
        return files(below, "kustomization.yaml").stream().map(Path::getParent).toList();
    }

    /** Every file of that ending. */
    static List<Path> files(Path below, String ending) {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What `kubectl apply -k` would send. */
    static Manifest rendered(Path folder) {
        return Manifest.parse(text(folder));
    }

    private static String text(Path folder) {
        try {
            Path out = Files.createTempFile("kustomize-", ".yaml");
            Path err = Files.createTempFile("kustomize-", ".err");
            Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl kustomize " + folder + " does not end");
            }
            if (process.exitValue() != 0) {
                throw new AssertionError("kubectl kustomize " + folder + ": " + Files.readString(err));
            }
            String text = Files.readString(out, StandardCharsets.UTF_8);
            Files.delete(out);
            Files.delete(err);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
