package dev.millrace.k8s;

import dev.millrace.config.RunSettings;
import dev.millrace.config.StreamSettings;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Probes ask what millrace answers, on the port that it serves. */
final class ProbeRules {

    /** In seconds; what `/readiness` waits for at most, with something for the way. */
    private static final int LONGEST_ANSWER = 4;

    private ProbeRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        Probe readiness = workload.container().getReadinessProbe();
        check(workload, "startupProbe", workload.container().getStartupProbe(), livenessPath(), problems);
        check(workload, "livenessProbe", workload.container().getLivenessProbe(), livenessPath(), problems);
        check(workload, "readinessProbe", readiness, readinessPath(), problems);
        if (readiness != null
                && (readiness.getTimeoutSeconds() == null || readiness.getTimeoutSeconds() < LONGEST_ANSWER)) {
            problems.add(workload.name() + ": readinessProbe does not wait for the answer, which may take 3 seconds");
        }
        return problems;
    }

    private static void check(Workload workload, String kind, Probe probe, String path, List<String> problems) {
        if (probe == null) {
            return;
        }
        if (!probe.getHttpGet().getPath().equals(path)) {
            problems.add(workload.name() + ": " + kind + " asks "
                    + probe.getHttpGet().getPath() + " instead of " + path);
        }
        Optional<Integer> asked = port(workload, probe.getHttpGet().getPort());
        Optional<Integer> served = served(workload);
        if (asked.isEmpty() || !asked.equals(served)) {
            problems.add(workload.name() + ": " + kind + " asks port "
                    + asked.map(String::valueOf).orElse("that has no name") + ", but "
                    + served.map(String::valueOf).orElse("none") + " is served");
        }
    }

    /** The port that the process opens; empty for none. */
    static Optional<Integer> served(Workload workload) {
        Optional<String> port = workload.command().equals("stream")
                ? workload.text(StreamSettings.HTTP_PORT)
                : workload.text(RunSettings.HTTP_PORT);
        return port.filter(text -> text.matches("\\d+")).map(Integer::valueOf);
    }

    private static Optional<Integer> port(Workload workload, IntOrString port) {
        if (port.getIntVal() != null) {
            return Optional.of(port.getIntVal());
        }
        return workload.container().getPorts().stream()
                .filter(each -> port.getStrVal().equals(each.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    private static String livenessPath() {
        return configured("smallrye-health", "liveness-path");
    }

    private static String readinessPath() {
        return configured("smallrye-health", "readiness-path");
    }

    static String metricsPath() {
        return configured("micrometer", "export", "prometheus", "path");
    }

    /** What the program itself is built with. */
    private static String configured(String... keys) {
        try {
            Object value = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .<Map<String, Object>>load(Files.readString(Path.of("src/main/resources/application.yaml")))
                    .get("quarkus");
            for (String key : keys) {
                value = ((Map<?, ?>) value).get(key);
            }
            return (String) value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
