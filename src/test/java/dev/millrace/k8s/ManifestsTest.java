package dev.millrace.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.config.BuildInfo;
import dev.millrace.config.stream.StreamConfig;
import dev.millrace.config.stream.StreamFiles;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The folder `k8s` held against the model of Kubernetes and against millrace itself; what has to be rendered, where kubectl is. */
class ManifestsTest {

    private static final Set<String> KUSTOMIZATION = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "nameSuffix",
            "labels",
            "resources",
            "components",
            "images",
            "configMapGenerator",
            "patches");

    static List<Path> applied() {
        return Kustomize.folders();
    }

    static List<Path> files() {
        return Kustomize.files(Kustomize.ROOT, ".yaml").stream()
                .filter(file -> !file.endsWith("config.yaml"))
                .toList();
    }

    static List<Path> streams() {
        return Kustomize.files(Kustomize.ROOT, "config.yaml");
    }

    static List<Path> settings() {
        return Kustomize.files(Kustomize.ROOT, ".env");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileHoldsObjectsAsKubernetesKnowsThem(Path file) throws IOException {
        assertThat(Manifest.documents(Files.readString(file))).isNotEmpty().allSatisfy(object -> {
            if (String.valueOf(object.get("apiVersion")).startsWith("kustomize")) {
                assertThat(KUSTOMIZATION).containsAll(object.keySet());
            } else {
                assertThat(KubernetesModel.read(object).getMetadata().getName()).isNotBlank();
                assertThat(WordRules.problems(object)).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsOneOfMillraces(Path file) throws IOException {
        assertThat(NameRules.problems(variables(file))).isEmpty();
    }

    @Test
    void theSecretIsATemplateWithKnownNamesAndNoSecrets() {
        assertThat(SecretTemplate.secret().getStringData()).isNotEmpty().allSatisfy((name, value) -> {
            assertThat(NameRules.setting(name)).as(name).isPresent();
            assertThat(value).isEmpty();
        });
        assertThat(Kustomize.files(Kustomize.ROOT, "kustomization.yaml"))
                .allSatisfy(file -> assertThat(file).content().doesNotContain("secret-template"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theStreamsOfEveryConfigurationCanBeRead(Path file) throws IOException {
        StreamConfig config = StreamFiles.parse(Files.readString(file), secrets());

        assertThat(config.sources())
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.topic()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("applied")
    void everyRenderingIsWholeAndFitsMillrace(Path folder) {
        assumeTrue(Kustomize.isHere(), "there is no kubectl to render " + folder);

        Manifest manifest = Kustomize.rendered(folder);

        assertThat(manifest.objects()).isNotEmpty();
        assertThat(problems(manifest, folder.startsWith(Kustomize.ROOT.resolve("base"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "export, indexed",
        "export, volume",
        "export, check",
        "migrate, check",
        "migrate-mongodb, check",
        "migrate, volume",
        "verify, volume",
        "verify, monitoring",
        "migrate-mongodb, indexed",
        "stream, stream-volume",
        "stream, monitoring"
    })
    void componentsGoWithTheOverlaysTheyAreFor(String overlay, String component, @TempDir Path directory)
            throws IOException {
        assumeTrue(Kustomize.isHere(), "there is no kubectl to render " + overlay);
        Path root = directory.toRealPath().relativize(Kustomize.ROOT.toRealPath());
        Files.writeString(
                directory.resolve("kustomization.yaml"),
                "resources: [" + root.resolve("overlays").resolve(overlay) + "]\ncomponents: ["
                        + root.resolve("components").resolve(component) + "]\n");

        assertThat(problems(Kustomize.rendered(directory), false)).isEmpty();
    }

    @Test
    void everyComponentIsUsedByATestOrAnOverlay() throws IOException {
        String overlays = Kustomize.folders().stream()
                .map(folder -> read(folder.resolve("kustomization.yaml")))
                .collect(Collectors.joining());

        assertThat(Kustomize.components().stream()
                        .map(folder -> folder.getFileName().toString()))
                .allSatisfy(component -> assertThat(
                                overlays + "components/volume components/stream-volume components/check")
                        .contains("components/" + component));
    }

    @Test
    void theImageIsThisVersion() {
        assertThat(Kustomize.files(Kustomize.ROOT.resolve("base"), "kustomization.yaml").stream()
                        .map(ManifestsTest::read)
                        .filter(text -> text.contains("images:")))
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("newTag: " + BuildInfo.version() + "\n"));
    }

    /** @param base whether it is a base, which names no command and no settings */
    private static List<String> problems(Manifest manifest, boolean base) {
        List<String> problems = new ArrayList<>();
        Workload.of(manifest).forEach(workload -> {
            problems.addAll(NameRules.problems(workload));
            problems.addAll(SecurityRules.problems(workload));
            if (!base) {
                problems.addAll(ProbeRules.problems(workload));
                problems.addAll(LifeRules.problems(workload));
                problems.addAll(PlaceRules.problems(workload));
                problems.addAll(StreamRules.problems(workload));
            }
        });
        manifest.all(Job.class).forEach(job -> problems.addAll(JobRules.problems(job)));
        if (!base) {
            problems.addAll(ReferenceRules.problems(manifest));
        }
        return problems;
    }

    /** Of a file of variables, as kustomize reads it. */
    private static Map<String, String> variables(Path file) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line ->
                            variables.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        return variables;
    }

    private static Map<String, String> secrets() {
        return SecretTemplate.keys().stream().collect(Collectors.toMap(key -> key, key -> "mongodb://db.example/"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
