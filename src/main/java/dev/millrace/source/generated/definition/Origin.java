package dev.millrace.source.generated.definition;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Where a definition comes from, for messages.
 *
 * @param name  what the definition is called
 * @param lines on which line of its file each field stands, from 1; by dotted path, array elements by that of their array
 */
record Origin(String name, Map<String, Integer> lines) {

    Origin {
        lines = Map.copyOf(lines);
    }

    /** That of the fields below a node of the file. */
    static Origin of(String name, @Nullable Node document) {
        Map<String, Integer> lines = new HashMap<>();
        if (document != null) {
            fields(document, "", lines);
        }
        return new Origin(name, lines);
    }

    /** The value of a key, or null where the node has none. */
    static @Nullable Node child(@Nullable Node node, String key) {
        if (node instanceof MappingNode map) {
            for (NodeTuple entry : map.getValue()) {
                if (key(entry).equals(key)) {
                    return entry.getValueNode();
                }
            }
        }
        return null;
    }

    /** The place of a field, or of the nearest one around it whose line is known. */
    String place(String path) {
        String field = path.isEmpty() ? "" : ", field " + path;
        for (String at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            Integer line = lines.get(at);
            if (line != null) {
                return "data set " + name + field + " (line " + line + ")";
            }
        }
        return "data set " + name + field;
    }

    private static void fields(Node node, String path, Map<String, Integer> lines) {
        if (!(node instanceof MappingNode map)) {
            return;
        }
        boolean instruction =
                map.getValue().stream().anyMatch(entry -> key(entry).startsWith("$"));
        for (NodeTuple entry : map.getValue()) {
            if (instruction) {
                options(entry.getValueNode(), path, lines);
            } else {
                String field = path.isEmpty() ? key(entry) : path + "." + key(entry);
                lines.putIfAbsent(field, entry.getKeyNode().getStartMark().getLine() + 1);
                fields(entry.getValueNode(), field, lines);
            }
        }
    }

    /** Fields may stand below the options of an instruction, and in its list of alternatives. */
    private static void options(Node node, String path, Map<String, Integer> lines) {
        if (node instanceof MappingNode map) {
            map.getValue().forEach(entry -> fields(entry.getValueNode(), path, lines));
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(alternative -> {
                fields(alternative, path, lines);
                Node value = child(alternative, "value");
                if (value != null) {
                    fields(value, path, lines);
                }
            });
        }
    }

    private static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
