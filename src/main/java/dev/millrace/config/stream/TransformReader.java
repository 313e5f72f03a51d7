package dev.millrace.config.stream;

import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.FieldTemplate;
import dev.millrace.config.stream.TransformSetting.Cast;
import dev.millrace.config.stream.TransformSetting.Cast.OnFailure;
import dev.millrace.schema.migration.Conversion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the transforms of a stage: a list, each element of which is one transform by its name. */
final class TransformReader {

    private static final Set<String> NAMES = new TreeSet<>(Set.of(
            "remove", "keep_only", "rename", "cast", "mask", "hash", "tokenize", "prefix", "metadata", "custom"));
    private static final Set<String> KEEP_ONLY = Set.of("fields", "id");
    private static final Set<String> MASK = Set.of("fields", "keep_last", "with", "fixed");
    private static final Set<String> SALTED = Set.of("fields", "salt");
    private static final Set<String> PREFIX = Set.of("fields", "value", "names");
    private static final Set<String> METADATA = Set.of("field", "values");
    private static final String ON_FAILURE = "on_failure";

    private final Optional<Salt> usual;

    /** @param usual salt of what has none of its own */
    TransformReader(Optional<Salt> usual) {
        this.usual = usual;
    }

    List<TransformSetting> read(@Nullable YamlNode stage) {
        List<TransformSetting> all = new ArrayList<>();
        if (stage != null) {
            for (YamlNode element : stage.elements()) {
                read(element, all);
            }
        }
        return all;
    }

    private void read(YamlNode element, List<TransformSetting> to) {
        Map<String, YamlNode> entries = new LinkedHashMap<>(element.entries());
        YamlNode onFailure = entries.containsKey("cast") ? entries.remove(ON_FAILURE) : null;
        if (entries.size() != 1) {
            element.wrong("has to be one transform, {NAME: …}; there are " + String.join(", ", NAMES));
            return;
        }
        String name = entries.keySet().iterator().next();
        YamlNode node = entries.get(name);
        if (node != null) {
            read(name, node, onFailure, to);
        }
    }

    private void read(String name, YamlNode node, @Nullable YamlNode onFailure, List<TransformSetting> to) {
        switch (name) {
            case "remove" -> to.add(new TransformSetting.Remove(FieldReader.paths(node, node)));
            case "keep_only" -> to.add(keepOnly(node));
            case "rename" -> renames(node, to);
            case "cast" -> casts(node, onFailure, to);
            case "mask" -> to.add(mask(node));
            case "hash" -> {
                Map<String, YamlNode> entries = node.entries(SALTED);
                to.add(new TransformSetting.Hash(FieldReader.paths(node, entries.get("fields")), salt(node, entries)));
            }
            case "tokenize" -> {
                Map<String, YamlNode> entries = node.entries(SALTED);
                to.add(new TransformSetting.Tokenize(
                        FieldReader.paths(node, entries.get("fields")), salt(node, entries)));
            }
            case "prefix" -> to.add(prefix(node));
            case "metadata" -> to.add(metadata(node));
            case "custom" -> to.add(new TransformSetting.Custom(needed(node, node, "the transform's name")));
            default -> node.wrong("is no transform; there are " + String.join(", ", NAMES));
        }
    }

    private static TransformSetting keepOnly(YamlNode node) {
        if (node.isList()) {
            return new TransformSetting.KeepOnly(FieldReader.paths(node, node), true);
        }
        Map<String, YamlNode> entries = node.entries(KEEP_ONLY);
        YamlNode id = entries.get("id");
        return new TransformSetting.KeepOnly(
                FieldReader.paths(node, entries.get("fields")),
                id == null || id.choice(List.of("true", "false")).equals("true"));
    }

    private static void renames(YamlNode node, List<TransformSetting> to) {
        FieldReader.renames(node, (from, target) -> to.add(new TransformSetting.Rename(from, target)));
    }

    private static void casts(YamlNode node, @Nullable YamlNode onFailure, List<TransformSetting> to) {
        OnFailure policy = onFailure == null
                ? OnFailure.FAIL
                : OnFailure.valueOf(
                        onFailure.choice(List.of("fail", "null", "keep")).toUpperCase(Locale.ROOT));
        FieldReader.each(
                node, (field, type) -> to.add(new Cast(field, Conversion.of(type.choice(Conversion.words())), policy)));
    }

    private static TransformSetting mask(YamlNode node) {
        Map<String, YamlNode> entries = node.entries(MASK);
        YamlNode keepLast = entries.get("keep_last");
        return new TransformSetting.Mask(
                FieldReader.paths(node, entries.get("fields")),
                keepLast == null ? 0 : keepLast.number(0, 1000).orElse(0),
                text(entries.get("with")).orElse("*"),
                text(entries.get("fixed")));
    }

    private static TransformSetting prefix(YamlNode node) {
        Map<String, YamlNode> entries = node.entries(PREFIX);
        YamlNode value = entries.get("value");
        YamlNode names = entries.get("names");
        if ((value == null) == (names == null)) {
            node.wrong("needs either `value` (what stands before values) or `names` (what stands before names)");
        }
        YamlNode prefix = value != null ? value : names;
        FieldTemplate template = prefix == null
                ? FieldTemplate.parse("")
                : FieldReader.parsed(prefix, needed(node, prefix, "a prefix such as wh_{id}_"), FieldTemplate::parse)
                        .orElse(FieldTemplate.parse(""));
        return new TransformSetting.Prefix(FieldReader.paths(node, entries.get("fields")), template, value == null);
    }

    private static TransformSetting metadata(YamlNode node) {
        Map<String, YamlNode> entries = node.entries(METADATA);
        YamlNode field = entries.get("field");
        YamlNode values = entries.get("values");
        Map<String, MetadataWord> chosen = new LinkedHashMap<>();
        if (values == null) {
            for (MetadataWord each : MetadataWord.values()) {
                chosen.put(each.word(), each);
            }
        } else {
            values.entries()
                    .forEach((name, value) -> chosen.put(
                            name,
                            MetadataWord.valueOf(
                                    value.choice(MetadataWord.words()).toUpperCase(Locale.ROOT))));
        }
        String path = field == null ? "_meta" : needed(node, field, "the path of a field");
        return new TransformSetting.Metadata(
                FieldReader.parsed(node, path.isEmpty() ? "_meta" : path, FieldPath::parse)
                        .orElse(FieldPath.parse("_meta")),
                chosen);
    }

    private Salt salt(YamlNode node, Map<String, YamlNode> entries) {
        Optional<Salt> salt = text(entries.get("salt")).map(Salt::new).or(() -> usual);
        if (salt.isEmpty()) {
            node.wrong("needs a `salt`, here or in documents.salt: a secret, best as ${VARIABLE}");
        }
        return salt.orElse(new Salt(""));
    }

    private static String needed(YamlNode around, YamlNode node, String what) {
        Optional<String> text = node.text();
        if (text.isEmpty()) {
            around.wrong("needs " + what);
        }
        return text.orElse("");
    }

    private static Optional<String> text(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.text();
    }
}
