package dev.millrace.config.stream;

import dev.millrace.bson.edit.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads paths of fields, and maps by them. */
final class FieldReader {

    private FieldReader() {}

    /** A list of paths, or a single one; it is wrong to name none. */
    static List<FieldPath> paths(YamlNode around, @Nullable YamlNode node) {
        List<FieldPath> paths = new ArrayList<>();
        if (node == null || !node.isPresent()) {
            around.wrong("needs `fields`: a list of paths such as customer.email");
            return paths;
        }
        List<YamlNode> elements = node.isList() ? node.elements() : List.of(node);
        for (YamlNode each : elements) {
            each.text().flatMap(text -> parsed(each, text, FieldPath::parse)).ifPresent(paths::add);
        }
        if (elements.isEmpty()) {
            node.wrong("names no field");
        }
        return paths;
    }

    /** Hands over each entry of a map of paths and something; it is wrong to have none. */
    static void each(YamlNode map, BiConsumer<FieldPath, YamlNode> entry) {
        Map<String, YamlNode> entries = map.entries();
        if (entries.isEmpty()) {
            map.wrong("has to name fields: {path: …}");
        }
        entries.forEach(
                (name, value) -> parsed(value, name, FieldPath::parse).ifPresent(path -> entry.accept(path, value)));
    }

    /**
     * Hands over the paths of a map from old to new. A name alone means that the field stays where it is; a field moves to
     * the top of the document with `$.name`.
     */
    static void renames(YamlNode map, BiConsumer<FieldPath, FieldPath> rename) {
        each(map, (from, value) -> {
            Optional<String> text = value.text();
            if (text.isEmpty()) {
                value.wrong("needs the new name");
            }
            text.flatMap(name -> target(from, name, value)).ifPresent(to -> rename.accept(from, to));
        });
    }

    private static Optional<FieldPath> target(FieldPath from, String text, YamlNode node) {
        boolean absolute = text.startsWith("$.");
        Optional<FieldPath> path = parsed(node, absolute ? text.substring(2) : text, FieldPath::parse);
        if (path.isPresent() && path.get().names().contains(FieldPath.ANY)) {
            node.wrong("is '" + text + "'; a new name cannot be *");
            return Optional.empty();
        }
        return path.map(to -> absolute || to.names().size() > 1 ? to : from.sibling(text));
    }

    /** What a text comes to; empty, and told, where it is wrong. */
    static <T> Optional<T> parsed(YamlNode node, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            node.wrong(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
