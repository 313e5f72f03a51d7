package dev.millrace.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.CommandLineModel;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What `k8s/README.md` tells to do can be done. */
class KubernetesReadmeTest {

    /** Of Google Cloud's and the shell's own, nobody's setting. */
    private static final List<String> OTHERS = List.of("PROJECT");

    @Test
    void foldersAndFilesThatItNamesAreThere() throws IOException {
        assertThat(found("`((?:overlays|components|example|base)/[a-z/-]+)`"))
                .hasSizeGreaterThan(10)
                .allSatisfy(folder -> assertThat(Kustomize.ROOT.resolve(folder)).isDirectory());
        assertThat(found("kubectl (?:apply|delete|kustomize) (?:-k )?([a-z/-]+)"))
                .filteredOn(folder -> folder.contains("/"))
                .hasSizeGreaterThan(4)
                .allSatisfy(folder -> assertThat(Kustomize.ROOT.resolve(folder).resolve("kustomization.yaml"))
                        .exists());
        assertThat(found("\\]\\(([a-z/.-]+)\\)"))
                .allSatisfy(link -> assertThat(Kustomize.ROOT.resolve(link)).exists());
    }

    @Test
    void everyFolderThatIsAppliedIsTold() throws IOException {
        String readme = readme();

        assertThat(Kustomize.files(Kustomize.ROOT.resolve("overlays"), "kustomization.yaml"))
                .allSatisfy(file -> assertThat(readme)
                        .contains("`overlays/" + file.getParent().getFileName() + "`"));
        assertThat(Kustomize.components())
                .allSatisfy(folder -> assertThat(readme).contains("`components/" + folder.getFileName() + "`"));
    }

    @Test
    void commandsOfMillraceAreOnesThatItHas() throws IOException {
        assertThat(found("/usr/local/bin/millrace ([a-z][a-z -]*[a-z])"))
                .hasSizeGreaterThan(2)
                .allSatisfy(command -> assertThat(CommandLineModel.commandLine()
                                .parseArgs(command.split(" "))
                                .hasSubcommand())
                        .isTrue());
    }

    @Test
    void variablesAreOnesThatMillraceReads() throws IOException {
        assertThat(found("`([A-Z][A-Z]*_[A-Z_]+)[`=]"))
                .hasSizeGreaterThan(15)
                .filteredOn(name -> !OTHERS.contains(name))
                .allSatisfy(name -> assertThat(NameRules.setting(name)).as(name).isPresent());
    }

    @Test
    void everyAlertIsTold() throws IOException {
        List<String> alerts = Manifest.parse(
                        Files.readString(Kustomize.ROOT.resolve("components/monitoring/rules.yaml")))
                .all(PrometheusRule.class)
                .flatMap(rule -> rule.getSpec().getGroups().stream())
                .flatMap(group -> group.getRules().stream())
                .map(Rule::getAlert)
                .toList();

        assertThat(found("`(Millrace[A-Za-z]+)`"))
                .containsOnlyElementsOf(alerts)
                .containsAll(alerts);
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(readme())
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Kustomize.ROOT.resolve("README.md"));
    }
}
