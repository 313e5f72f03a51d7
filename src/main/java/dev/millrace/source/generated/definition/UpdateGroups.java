package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Which fields change together, so that a document stays valid, whichever of its groups were updated before: no field of a
 * group is computed from one of another group, and none outside from one inside. Given by `updates`, a list of
 * `{set: [fields], weight: number}`; else found by what is computed from what.
 */
final class UpdateGroups {

    private static final String ID = "_id";

    private final List<int[]> groups;
    private final double[] weights;

    private UpdateGroups(List<int[]> groups, double[] weights) {
        this.groups = groups;
        this.weights = weights;
    }

    /** @param reads for each field those that it is computed from */
    static UpdateGroups of(Spec updates, DocumentValue document, Map<String, Set<String>> reads) {
        List<Set<String>> groups = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        if (updates.node() == null) {
            groups.addAll(connected(document.names(), reads));
            groups.forEach(group -> weights.add(1.0));
        } else {
            for (Spec update : updates.list()) {
                Map<String, Spec> options = update.options(Set.of("set", "weight"));
                Set<String> fields = new LinkedHashSet<>();
                update.required(options, "set").list().forEach(field -> fields.add(field.text()));
                requireClosed(update, fields, groups, reads);
                groups.add(fields);
                weights.add(
                        options.containsKey("weight")
                                ? options.get("weight").number().doubleValue()
                                : 1.0);
            }
            // Throws for weights that make no sense.
            new Weights(updates, weights);
        }
        return new UpdateGroups(
                groups.stream().map(group -> places(group, document, updates)).toList(),
                weights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    int size() {
        return groups.size();
    }

    /** Those for which something is true. */
    UpdateGroups only(IntPredicate condition) {
        List<int[]> kept = new ArrayList<>();
        List<Double> keptWeights = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            if (condition.test(i)) {
                kept.add(groups.get(i));
                keptWeights.add(weights[i]);
            }
        }
        return new UpdateGroups(
                kept, keptWeights.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Places of the fields of a group, ascending; not to be changed. */
    int[] group(int number) {
        return groups.get(number);
    }

    /** One of the groups by weight; there must be one. */
    int pick(RandomStream random) {
        double total = Arrays.stream(weights).sum();
        double drawn = (random.next() >>> 11) * 0x1p-53 * total;
        for (int i = 0; i < weights.length - 1; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    private static int[] places(Set<String> group, DocumentValue document, Spec from) {
        return group.stream()
                .mapToInt(field -> document.place(field, from))
                .sorted()
                .toArray();
    }

    private static void requireClosed(
            Spec spec, Set<String> group, List<Set<String>> others, Map<String, Set<String>> reads) {
        if (group.contains(ID)) {
            throw spec.wrong("has `_id` in its updates, which never changes");
        }
        if (others.stream().anyMatch(other -> other.stream().anyMatch(group::contains))) {
            throw spec.wrong("has a field in two of its updates");
        }
        reads.forEach((field, read) -> read.forEach(source -> {
            if (group.contains(source) && !group.contains(field)) {
                throw spec.wrong("updates '" + source + "' without '" + field + "', which is computed from it");
            }
        }));
    }

    /** Groups as small as they can be; `_id` belongs to none. */
    private static List<Set<String>> connected(List<String> fields, Map<String, Set<String>> reads) {
        List<Set<String>> groups = new ArrayList<>();
        for (String field : fields) {
            if (field.equals(ID) || field.startsWith("$") || field.contains(".") || field.isEmpty()) {
                continue;
            }
            Set<String> joined = new HashSet<>(Set.of(field));
            Set<String> read = reads.getOrDefault(field, Set.of());
            groups.removeIf(group -> group.stream().anyMatch(read::contains) && joined.addAll(group));
            groups.add(joined);
        }
        return groups;
    }
}
