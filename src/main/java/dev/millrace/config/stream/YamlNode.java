package dev.millrace.config.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A place in a YAML file, read as what is expected there. What is wrong is noted with its path and line, and a harmless
 * value is given back, so that one look at the file finds every error.
 */
final class YamlNode {

    private final Problems problems;
    private final Variables variables;
    private final String path;
    private final @Nullable Node node;
    private final int line;

    YamlNode(Problems problems, Variables variables, String path, @Nullable Node node, int line) {
        this.problems = problems;
        this.variables = variables;
        this.path = path;
        this.node = node;
        this.line = line;
    }

    void wrong(String problem) {
        problems.add(path, line, problem);
    }

    boolean isPresent() {
        return node != null && !Tag.NULL.equals(node.getTag());
    }

    /** The entries of a map, in their order; none where there is no map. */
    Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (!isPresent()) {
            return entries;
        }
        if (!(node instanceof MappingNode map)) {
            wrong("has to be a map of names and values");
            return entries;
        }
        for (NodeTuple each : map.getValue()) {
            int at = each.getKeyNode().getStartMark().getLine() + 1;
            if (!(each.getKeyNode() instanceof ScalarNode key)) {
                problems.add(path, at, "has a name that is not a text");
                continue;
            }
            String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (entries.put(key.getValue(), new YamlNode(problems, variables, inner, each.getValueNode(), at))
                    != null) {
                problems.add(inner, at, "is there twice");
            }
        }
        return entries;
    }

    /** The entries, of which no others than these may be there. */
    Map<String, YamlNode> entries(Set<String> known) {
        Map<String, YamlNode> entries = entries();
        entries.forEach((name, value) -> {
            if (!known.contains(name)) {
                value.wrong("is not known; possible are " + String.join(", ", new TreeSet<>(known)));
            }
        });
        return entries;
    }

    /** The elements of a list; none where there is no list. */
    List<YamlNode> elements() {
        List<YamlNode> elements = new ArrayList<>();
        if (!isPresent()) {
            return elements;
        }
        if (!(node instanceof SequenceNode list)) {
            wrong("has to be a list");
            return elements;
        }
        for (Node each : list.getValue()) {
            int at = each.getStartMark().getLine() + 1;
            elements.add(new YamlNode(problems, variables, path + "[" + elements.size() + "]", each, at));
        }
        return elements;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The text, its `${…}` replaced; empty where there is none. */
    Optional<String> text() {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            wrong("has to be a single value");
            return Optional.empty();
        }
        try {
            String text = variables.replaced(scalar.getValue());
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        } catch (IllegalArgumentException e) {
            wrong(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** One of these words; the first where there is none. */
    String choice(List<String> words) {
        String text = text().orElse(words.getFirst());
        if (!words.contains(text)) {
            wrong("is '" + text + "'; possible are " + String.join(", ", words));
            return words.getFirst();
        }
        return text;
    }

    Optional<Integer> number(int least, int most) {
        Optional<String> text = text();
        try {
            Optional<Integer> number = text.map(digits -> Integer.valueOf(digits.replace("_", "")));
            if (number.filter(value -> value < least || value > most).isEmpty()) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told of below, with the bounds.
        }
        wrong("is '" + text.orElse("") + "'; it has to be a number from " + least + " to " + most);
        return Optional.empty();
    }

    /** The value as plain Java: map, list, text, number, boolean or null; texts with their `${…}` replaced. */
    @Nullable
    Object value() {
        if (node instanceof MappingNode) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            entries().forEach((name, value) -> map.put(name, value.value()));
            return map;
        }
        if (isList()) {
            List<@Nullable Object> list = new ArrayList<>();
            elements().forEach(value -> list.add(value.value()));
            return list;
        }
        if (node == null || !isPresent()) {
            return null;
        }
        String text = text().orElse("");
        if (Tag.INT.equals(node.getTag())) {
            return Long.decode(text.replace("_", ""));
        }
        if (Tag.FLOAT.equals(node.getTag())) {
            return Double.valueOf(text);
        }
        return Tag.BOOL.equals(node.getTag())
                ? (Object) Set.of("true", "yes", "on").contains(text)
                : text;
    }
}
