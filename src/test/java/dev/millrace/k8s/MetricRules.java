package dev.millrace.k8s;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics, labels and their values in queries of Prometheus are ones that are served. */
final class MetricRules {

    /** Those of kube-state-metrics that are used, with their labels: a process that has ended serves nothing itself. */
    private static final Map<String, Set<String>> KUBE_STATE = Map.of(
            "kube_job_failed", Set.of("job_name", "condition"),
            "kube_deployment_status_replicas_ready", Set.of("deployment"),
            "kube_pod_container_status_last_terminated_reason", Set.of("container", "reason"));

    /** Added by the scrape. */
    private static final Set<String> OF_THE_SCRAPE =
            Set.of("namespace", "pod", "job", "instance", "container", "service");

    private static final Pattern METRIC = Pattern.compile("\\b((?:millrace|kube)_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");

    private final Map<String, Map<String, Set<String>>> served;

    /** @param served values by label by metric */
    MetricRules(Map<String, Map<String, Set<String>>> served) {
        this.served = served;
    }

    List<String> problems(String query) {
        List<String> problems = new ArrayList<>();
        Set<String> labels = new HashSet<>(OF_THE_SCRAPE);
        Matcher metrics = METRIC.matcher(query);
        boolean any = false;
        while (metrics.find()) {
            any = true;
            check(metrics.group(1), metrics.group(2) == null ? "" : metrics.group(2), labels, problems);
        }
        if (!any) {
            problems.add("asks for no metric of millrace: " + query);
        }
        Matcher groupings = GROUPING.matcher(query);
        while (groupings.find()) {
            Arrays.stream(groupings.group(1).split("[,\\s]+"))
                    .filter(label -> !label.isEmpty() && !labels.contains(label))
                    .forEach(label -> problems.add("nothing in this query has the label " + label + ": " + query));
        }
        return problems;
    }

    private void check(String metric, String selector, Set<String> labels, List<String> problems) {
        if (KUBE_STATE.containsKey(metric)) {
            labels.addAll(KUBE_STATE.get(metric));
            return;
        }
        Map<String, Set<String>> known = served.get(metric);
        if (known == null) {
            problems.add("there is no metric " + metric);
            return;
        }
        labels.addAll(known.keySet());
        Matcher matchers = MATCHER.matcher(selector);
        while (matchers.find()) {
            String label = matchers.group(1);
            if (OF_THE_SCRAPE.contains(label) || matchers.group(3).startsWith("$")) {
                continue;
            }
            Set<String> values = known.getOrDefault(label, Set.of());
            for (String value : matchers.group(3).split("\\|")) {
                if (!values.contains(value)) {
                    problems.add(metric + " is never served with " + label + "=\"" + value + "\"");
                }
            }
        }
    }
}
