package dev.millrace.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What objects call each other by leads somewhere. */
final class ReferenceRules {

    private ReferenceRules() {}

    static List<String> problems(Manifest manifest) {
        List<String> problems = new ArrayList<>();
        Workload.of(manifest).forEach(workload -> problems.addAll(problems(workload)));
        manifest.all(Deployment.class)
                .filter(deployment -> !selects(
                        deployment.getSpec().getSelector(),
                        deployment.getSpec().getTemplate().getMetadata().getLabels()))
                .forEach(deployment -> problems.add(Manifest.name(deployment) + ": does not select its own pods"));
        manifest.all(NetworkPolicy.class)
                .filter(policy -> !selectsPods(manifest, policy.getSpec().getPodSelector()))
                .forEach(policy -> problems.add(Manifest.name(policy) + ": is about no pod"));
        manifest.all(PodDisruptionBudget.class)
                .filter(budget -> !selectsPods(manifest, budget.getSpec().getSelector()))
                .forEach(budget -> problems.add(Manifest.name(budget) + ": is about no pod"));
        manifest.all(Service.class)
                .filter(service -> Workload.of(manifest)
                        .noneMatch(workload -> has(
                                workload.template().getMetadata().getLabels(),
                                service.getSpec().getSelector())))
                .forEach(service -> problems.add(Manifest.name(service) + ": leads to no pod"));
        manifest.all(ServiceMonitor.class).forEach(monitor -> problems.addAll(problems(monitor, manifest)));
        return problems;
    }

    private static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        Manifest manifest = workload.manifest();
        String account = workload.pod().getServiceAccountName();
        if (!manifest.has(ServiceAccount.class, account)) {
            problems.add(workload.name() + ": there is no ServiceAccount " + account);
        }
        for (EnvFromSource source : workload.container().getEnvFrom()) {
            if (source.getConfigMapRef() != null
                    && !manifest.has(ConfigMap.class, source.getConfigMapRef().getName())) {
                problems.add(workload.name() + ": there is no ConfigMap "
                        + source.getConfigMapRef().getName());
            }
            if (source.getSecretRef() != null
                    && !source.getSecretRef().getName().equals(SecretTemplate.name())) {
                problems.add(workload.name() + ": nobody is told to make the Secret "
                        + source.getSecretRef().getName());
            }
        }
        for (Volume volume : workload.pod().getVolumes()) {
            if (volume.getConfigMap() != null
                    && !manifest.has(ConfigMap.class, volume.getConfigMap().getName())) {
                problems.add(workload.name() + ": there is no ConfigMap "
                        + volume.getConfigMap().getName());
            }
            if (volume.getPersistentVolumeClaim() != null
                    && !manifest.has(
                            PersistentVolumeClaim.class,
                            volume.getPersistentVolumeClaim().getClaimName())) {
                problems.add(workload.name() + ": there is no claim for volume " + volume.getName());
            }
        }
        for (VolumeMount mount : workload.container().getVolumeMounts()) {
            if (workload.pod().getVolumes().stream()
                    .noneMatch(volume -> volume.getName().equals(mount.getName()))) {
                problems.add(workload.name() + ": there is no volume " + mount.getName());
            }
        }
        return problems;
    }

    /** Of all that monitors a Service: the Service, its port and the path. */
    private static List<String> problems(ServiceMonitor monitor, Manifest manifest) {
        List<String> problems = new ArrayList<>();
        monitor.getSpec().getEndpoints().forEach(endpoint -> {
            if (manifest.all(Service.class)
                    .filter(service -> selects(
                            monitor.getSpec().getSelector(),
                            service.getMetadata().getLabels()))
                    .flatMap(service -> service.getSpec().getPorts().stream())
                    .noneMatch(port -> port.getName().equals(endpoint.getPort()))) {
                problems.add(Manifest.name(monitor) + ": no Service has the port " + endpoint.getPort());
            }
            if (!ProbeRules.metricsPath().equals(endpoint.getPath())) {
                problems.add(Manifest.name(monitor) + ": asks " + endpoint.getPath() + " instead of "
                        + ProbeRules.metricsPath());
            }
        });
        return problems;
    }

    private static boolean selectsPods(Manifest manifest, LabelSelector selector) {
        return Workload.of(manifest)
                .anyMatch(workload ->
                        selects(selector, workload.template().getMetadata().getLabels()));
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return has(labels, selector.getMatchLabels());
    }

    private static boolean has(Map<String, String> labels, Map<String, String> wanted) {
        return labels != null && labels.entrySet().containsAll(wanted.entrySet());
    }
}
