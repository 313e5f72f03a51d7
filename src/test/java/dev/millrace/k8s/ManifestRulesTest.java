package dev.millrace.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules find what is wrong: each test spoils one thing in manifests that are right. */
class ManifestRulesTest {

    @Test
    void whatIsRightHasNoProblems() {
        assertThat(problems(migration())).isEmpty();
        assertThat(problems(stream())).isEmpty();
    }

    @Test
    void aKeyThatKubernetesDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> problems(changed(migration(), "restartPolicy: Never", "restartPolicie: Never")))
                .hasMessageContaining("restartPolicie");
        assertThatThrownBy(() -> problems(changed(migration(), "periodSeconds: 2", "periodSecond: 2")))
                .hasMessageContaining("periodSecond");
        assertThatThrownBy(() -> Manifest.parse("apiVersion: batch/v1\nkind: Jib\nmetadata: {name: a}\n"))
                .hasMessageContaining("batch/v1/Jib");
    }

    @Test
    void aNumberWhereATextBelongsIsRefused() {
        assertThatThrownBy(() -> problems(changed(migration(), "RUN_WORKERS: \"4\"", "RUN_WORKERS: 4")))
                .hasMessageContaining("v1/ConfigMap");
        assertThatThrownBy(() -> problems(changed(migration(), "backoffLimit: 6", "backoffLimit: \"6\"")))
                .hasMessageContaining("batch/v1/Job");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThatThrownBy(
                        () -> problems(changed(migration(), "backoffLimit: 6", "backoffLimit: 6\n  backoffLimit: 7")))
                .hasMessageContaining("backoffLimit");
    }

    @Test
    void aWordThatKubernetesDoesNotKnowIsFound() {
        String wrong = changed(migration(), "action: FailJob", "action: Fail");

        assertThat(Manifest.documents(wrong))
                .anySatisfy(object -> assertThat(WordRules.problems(object))
                        .singleElement()
                        .asString()
                        .contains("'Fail'"));
    }

    @Test
    void aCommandAndAnOptionThatMillraceDoesNotHaveAreFound() {
        assertThat(problems(changed(migration(), "[migrate, ", "[migrat, ")))
                .anySatisfy(problem -> assertThat(problem).contains("migrat"));
        assertThat(problems(changed(migration(), "--http-port=8080", "--http-prot=8080")))
                .anySatisfy(problem -> assertThat(problem).contains("--http-prot"));
    }

    @Test
    void aVariableThatMillraceDoesNotReadIsFound() {
        assertThat(problems(changed(migration(), "RUN_MAX_REJECTS", "RUN_MAXIMUM_REJECTS")))
                .containsExactly("Job millrace: millrace knows no variable RUN_MAXIMUM_REJECTS");
    }

    @Test
    void aValueThatMillraceCannotReadIsFound() {
        assertThat(problems(changed(migration(), "MIGRATE_NESTED: \"jsonb\"", "MIGRATE_NESTED: \"json\"")))
                .singleElement()
                .asString()
                .contains("MIGRATE_NESTED", "'json' is not known");
    }

    @Test
    void aReferenceToASecretThatNobodyMakesIsFound() {
        assertThat(problems(changed(migration(), "env:POSTGRES_URL", "env:POSTGRES_URI")))
                .singleElement()
                .asString()
                .contains("POSTGRES_URI");
        assertThat(problems(changed(migration(), "{name: millrace-secrets}", "{name: secrets}")))
                .singleElement()
                .asString()
                .contains("the Secret secrets");
    }

    @Test
    void aProbeOfAPathOrPortThatIsNotServedIsFound() {
        assertThat(problems(changed(stream(), "path: /readiness", "path: /ready")))
                .containsExactly("Deployment millrace: readinessProbe asks /ready instead of /readiness");
        assertThat(problems(changed(migration(), "--http-port=8080", "--http-port=8081")))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("asks port 8080, but 8081 is served"));
        assertThat(problems(changed(migration(), ", --http-port=8080", "")))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("none is served"));
    }

    @Test
    void aGracePeriodThatIsTooShortForTheDrainIsFound() {
        assertThat(problems(changed(migration(), "RUN_DRAIN_SECONDS: \"20\"", "RUN_DRAIN_SECONDS: \"30\"")))
                .containsExactly("Job millrace: is killed after 40 s, but may take 40 s to end");
        assertThat(problems(changed(stream(), "sleep: {seconds: 3}", "sleep: {seconds: 10}")))
                .containsExactly("Deployment millrace: is killed after 50 s, but may take 50 s to end");
    }

    @Test
    void aMemoryLimitBelowWhatTheSettingsUseIsFound() {
        assertThat(problems(changed(migration(), "RUN_MAX_MEMORY: \"1GB\"", "RUN_MAX_MEMORY: \"2GB\"")))
                .singleElement()
                .asString()
                .contains("of memory");
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsFound() {
        assertThat(problems(changed(migration(), "gs://my-bucket/rejects", "rejects")))
                .containsExactly("Job millrace: RUN_REJECTS is rejects, which cannot be written to");
        assertThat(problems(changed(migration(), "RUN_STORE: \"env:REDIS_URL\"", "RUN_STORE: \"/runs\"")))
                .containsExactly("Job millrace: RUN_STORE is /runs, which cannot be written to");
        assertThat(problems(changed(migration(), "mountPath: /tmp", "mountPath: /temporary")))
                .singleElement()
                .asString()
                .contains("has no /tmp");
    }

    @Test
    void whatThePodSecurityStandardForbidsIsFound() {
        assertThat(problems(changed(migration(), "runAsNonRoot: true", "runAsNonRoot: false")))
                .containsExactly("Job millrace: may run as root");
        assertThat(problems(changed(migration(), "drop: [ALL]", "drop: [NET_RAW]")))
                .containsExactly("Job millrace: has capabilities");
        assertThat(problems(changed(
                        migration(), "automountServiceAccountToken: false", "automountServiceAccountToken: true")))
                .containsExactly("Job millrace: has a token of the Kubernetes API, which it never asks");
    }

    @Test
    void anExitCodeThatIsTakenForAnotherIsFound() {
        assertThat(problems(changed(migration(), "values: [2, 4, 5]", "values: [2, 3, 4]")))
                .containsExactly("Job millrace: fails for good with [2, 3, 4] instead of [2, 4, 5]");
        assertThat(problems(changed(migration(), "values: [130, 143]", "values: [143]")))
                .containsExactly("Job millrace: counts a pod that was interrupted as failed");
        assertThat(problems(changed(migration(), "containerName: millrace", "containerName: main")))
                .hasSize(2);
    }

    @Test
    void aNameThatLeadsNowhereIsFound() {
        assertThat(problems(changed(migration(), "{name: tmp, mountPath", "{name: temp, mountPath")))
                .contains("Job millrace: there is no volume temp");
        assertThat(problems(changed(migration(), "serviceAccountName: millrace", "serviceAccountName: other")))
                .containsExactly("Job millrace: there is no ServiceAccount other");
        assertThat(problems(changed(stream(), "  name: millrace-config\n", "  name: config\n")))
                .contains("Deployment millrace: there is no ConfigMap millrace-config");
    }

    @Test
    void aMistakeInTheStreamsIsFound() {
        assertThat(problems(changed(stream(), "full_document: updateLookup", "fulldocument: updateLookup")))
                .singleElement()
                .asString()
                .contains("fulldocument");
        assertThat(problems(changed(stream(), "${MONGO_URI}", "${MONGO_ADDRESS}")))
                .singleElement()
                .asString()
                .contains("MONGO_ADDRESS");
        assertThat(problems(changed(stream(), "value: /etc/millrace/config.yaml", "value: /etc/millrace/streams.yaml")))
                .containsExactly("Deployment millrace: there is no file /etc/millrace/streams.yaml");
    }

    private static List<String> problems(String yaml) {
        Manifest manifest = Manifest.parse(yaml);
        List<String> problems = new java.util.ArrayList<>(ReferenceRules.problems(manifest));
        Workload.of(manifest).forEach(workload -> {
            problems.addAll(NameRules.problems(workload));
            if (problems.isEmpty()) {
                problems.addAll(ProbeRules.problems(workload));
                problems.addAll(LifeRules.problems(workload));
                problems.addAll(PlaceRules.problems(workload));
                problems.addAll(SecurityRules.problems(workload));
                problems.addAll(StreamRules.problems(workload));
            }
        });
        manifest.all(Job.class).forEach(job -> problems.addAll(JobRules.problems(job)));
        return problems;
    }

    /** The migration's files as they are, put together by hand: no kubectl is needed. */
    private static String migration() {
        return String.join(
                "---\n",
                changed(text("base/job/job.yaml"), "args: [help]", "args: [migrate, --http-port=8080]"),
                text("base/common/service-account.yaml"),
                text("base/common/network-policy.yaml"),
                variables("overlays/migrate/settings.env"));
    }

    private static String stream() {
        String config = text("overlays/stream/config.yaml")
                .lines()
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
        return String.join(
                "---\n",
                text("base/stream/deployment.yaml"),
                text("base/stream/pod-disruption-budget.yaml"),
                text("base/common/service-account.yaml"),
                variables("overlays/stream/settings.env"),
                "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: millrace-config\ndata:\n  config.yaml: |\n"
                        + config);
    }

    private static String variables(String file) {
        return text(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> "  " + line.replaceFirst("=", ": \"") + "\"\n")
                .collect(Collectors.joining(
                        "", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: millrace\ndata:\n", ""));
    }

    private static String changed(String yaml, String from, String to) {
        assertThat(yaml).as("what is spoilt").contains(from);
        return yaml.replace(from, to);
    }

    private static String text(String file) {
        try {
            return Files.readString(Kustomize.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
