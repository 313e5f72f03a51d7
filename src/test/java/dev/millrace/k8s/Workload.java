package dev.millrace.k8s;

import dev.millrace.config.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods of a manifest with the process that they run.
 *
 * @param owner what makes the pods
 */
record Workload(HasMetadata owner, PodTemplateSpec template, Manifest manifest) {

    static Stream<Workload> of(Manifest manifest) {
        return Stream.concat(
                manifest.all(Job.class)
                        .map(job -> new Workload(job, job.getSpec().getTemplate(), manifest)),
                manifest.all(Deployment.class)
                        .map(deployment ->
                                new Workload(deployment, deployment.getSpec().getTemplate(), manifest)));
    }

    String name() {
        return Manifest.name(owner);
    }

    PodSpec pod() {
        return template.getSpec();
    }

    /** The only one. */
    Container container() {
        return pod().getContainers().getFirst();
    }

    String command() {
        return container().getArgs().isEmpty() ? "" : container().getArgs().getFirst();
    }

    /** Variables as far as the manifest tells their values. */
    Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        for (EnvFromSource source : container().getEnvFrom()) {
            if (source.getConfigMapRef() != null) {
                manifest.all(ConfigMap.class)
                        .filter(map -> map.getMetadata()
                                .getName()
                                .equals(source.getConfigMapRef().getName()))
                        .forEach(map -> all.putAll(map.getData()));
            }
        }
        for (EnvVar variable : container().getEnv()) {
            all.put(variable.getName(), variable.getValueFrom() == null ? variable.getValue() : "told by the cluster");
        }
        return all;
    }

    /** A setting's value: option, variable or default. */
    Optional<String> text(Setting<?> setting) {
        String option = setting.option() + "=";
        return container().getArgs().stream()
                .filter(argument -> setting.option() != null && argument.startsWith(option))
                .map(argument -> argument.substring(option.length()))
                .findFirst()
                .or(() -> Optional.ofNullable(environment().getOrDefault(setting.variable(), setting.defaultValue())));
    }

    <T> T value(Setting<T> setting) {
        return setting.parser().apply(text(setting).orElseThrow());
    }
}
