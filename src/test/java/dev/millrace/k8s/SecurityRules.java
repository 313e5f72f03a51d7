package dev.millrace.k8s;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.List;

/** The profile `restricted` of the Pod Security Standards, and what goes beyond it: no token, no writable root, no Service variables. */
final class SecurityRules {

    private SecurityRules() {}

    static List<String> problems(Workload workload) {
        List<String> problems = new ArrayList<>();
        PodSecurityContext pod = workload.pod().getSecurityContext();
        SecurityContext container = workload.container().getSecurityContext();
        require(workload, problems, pod != null && Boolean.TRUE.equals(pod.getRunAsNonRoot()), "may run as root");
        require(
                workload,
                problems,
                pod != null
                        && pod.getSeccompProfile() != null
                        && "RuntimeDefault".equals(pod.getSeccompProfile().getType()),
                "has no seccomp profile");
        require(
                workload,
                problems,
                container != null && Boolean.FALSE.equals(container.getAllowPrivilegeEscalation()),
                "may gain privileges");
        require(
                workload,
                problems,
                container != null && Boolean.TRUE.equals(container.getReadOnlyRootFilesystem()),
                "may write to its root file system");
        require(
                workload,
                problems,
                container != null
                        && container.getCapabilities() != null
                        && container.getCapabilities().getDrop().equals(List.of("ALL")),
                "has capabilities");
        require(
                workload,
                problems,
                Boolean.FALSE.equals(workload.pod().getAutomountServiceAccountToken()),
                "has a token of the Kubernetes API, which it never asks");
        require(
                workload,
                problems,
                Boolean.FALSE.equals(workload.pod().getEnableServiceLinks()),
                "has variables named after Services");
        require(workload, problems, workload.pod().getContainers().size() == 1, "has more than one container");
        return problems;
    }

    private static void require(Workload workload, List<String> problems, boolean met, String problem) {
        if (!met) {
            problems.add(workload.name() + ": " + problem);
        }
    }
}
