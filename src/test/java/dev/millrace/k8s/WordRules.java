package dev.millrace.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Words out of a fixed list, which the model takes for any text. The lists are those of the Kubernetes API reference (1.34).
 */
final class WordRules {

    private static final Map<String, Set<String>> WORDS = Map.ofEntries(
            Map.entry("restartPolicy", Set.of("Always", "OnFailure", "Never")),
            Map.entry("completionMode", Set.of("Indexed", "NonIndexed")),
            Map.entry("action", Set.of("FailJob", "FailIndex", "Ignore", "Count")),
            Map.entry("operator", Set.of("In", "NotIn", "Exists", "DoesNotExist")),
            Map.entry("protocol", Set.of("TCP", "UDP", "SCTP")),
            Map.entry("policyTypes", Set.of("Ingress", "Egress")),
            Map.entry("whenUnsatisfiable", Set.of("DoNotSchedule", "ScheduleAnyway")),
            Map.entry("unhealthyPodEvictionPolicy", Set.of("IfHealthyBudget", "AlwaysAllow")),
            Map.entry("accessModes", Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")),
            Map.entry("imagePullPolicy", Set.of("Always", "IfNotPresent", "Never")),
            Map.entry("podReplacementPolicy", Set.of("TerminatingOrFailed", "Failed")));

    private WordRules() {}

    /** Of an object as it stands in its file. */
    static List<String> problems(Map<String, Object> object) {
        List<String> problems = new ArrayList<>();
        look("", object, problems);
        return problems;
    }

    private static void look(String key, Object value, List<String> problems) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, inner) -> look(String.valueOf(name), inner, problems));
            case List<?> list -> list.forEach(each -> look(key, each, problems));
            case String word
            when WORDS.containsKey(key) && !WORDS.get(key).contains(word) ->
                problems.add(key + ": '" + word + "' is none of " + WORDS.get(key));
            case null, default -> {}
        }
    }
}
