package dev.millrace.k8s;

import dev.millrace.model.FailureKind;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a Job makes of exit codes is what they mean, and what it asks for goes together. */
final class JobRules {

    /** Another pod would come to the same end. */
    private static final List<FailureKind> FOR_GOOD =
            List.of(FailureKind.USAGE, FailureKind.REJECTS, FailureKind.VERIFICATION);

    private static final String INDEXED = "Indexed";

    private JobRules() {}

    static List<String> problems(Job job) {
        List<String> problems = new ArrayList<>();
        JobSpec spec = job.getSpec();
        Set<Integer> forGood = codes(FOR_GOOD.stream());
        Set<Integer> ending = codes(spec, "FailJob");
        if (!ending.equals(forGood)) {
            problems.add("fails for good with " + ending + " instead of " + forGood);
        }
        if (!codes(spec, "Ignore").contains(FailureKind.INTERRUPTED.exitCode())) {
            problems.add("counts a pod that was interrupted as failed");
        }
        if (rules(spec, "Ignore")
                .noneMatch(rule -> rule.getOnPodConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("DisruptionTarget")))) {
            problems.add("counts a pod that was evicted as failed");
        }
        if (!"Never".equals(spec.getTemplate().getSpec().getRestartPolicy())) {
            problems.add("has a podFailurePolicy, which needs restartPolicy Never");
        }
        boolean indexed = INDEXED.equals(spec.getCompletionMode());
        if (!indexed && (spec.getBackoffLimitPerIndex() != null || spec.getSuccessPolicy() != null)) {
            problems.add("has rules for each index, but no index");
        }
        if (indexed && (spec.getBackoffLimit() != null || spec.getBackoffLimitPerIndex() == null)) {
            problems.add("counts the failures of all its pods together");
        }
        if (indexed && !spec.getCompletions().equals(spec.getParallelism())) {
            problems.add("runs its pods one after the other");
        }
        return problems.stream()
                .map(problem -> Manifest.name(job) + ": " + problem)
                .toList();
    }

    private static Set<Integer> codes(Stream<FailureKind> kinds) {
        return kinds.map(FailureKind::exitCode).collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static Set<Integer> codes(JobSpec spec, String action) {
        Set<Integer> codes = new TreeSet<>();
        rules(spec, action)
                .filter(rule -> rule.getOnExitCodes() != null)
                .filter(rule -> rule.getOnExitCodes().getOperator().equals("In"))
                .filter(rule -> spec.getTemplate().getSpec().getContainers().stream()
                        .anyMatch(container ->
                                container.getName().equals(rule.getOnExitCodes().getContainerName())))
                .forEach(rule -> codes.addAll(rule.getOnExitCodes().getValues()));
        return codes;
    }

    private static Stream<PodFailurePolicyRule> rules(JobSpec spec, String action) {
        return spec.getPodFailurePolicy() == null
                ? Stream.empty()
                : spec.getPodFailurePolicy().getRules().stream()
                        .filter(rule -> rule.getAction().equals(action));
    }
}
