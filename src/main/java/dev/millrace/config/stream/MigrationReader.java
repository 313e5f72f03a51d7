package dev.millrace.config.stream;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Edits;
import dev.millrace.bson.edit.FieldPath;
import dev.millrace.schema.migration.Conversion;
import dev.millrace.schema.migration.Expression;
import dev.millrace.schema.migration.Migration;
import dev.millrace.schema.migration.MigrationStep;
import dev.millrace.schema.registry.SchemaVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Reads migrations: {@code - {from: 1, to: 2, steps: [{rename: {a: b}}, …]}}. */
final class MigrationReader {

    private static final Set<String> MIGRATION = Set.of("from", "to", "steps");
    private static final String STEPS = "compute, convert, remove, rename, set_default";

    private MigrationReader() {}

    static List<Migration> read(@Nullable YamlNode list) {
        List<Migration> migrations = new ArrayList<>();
        if (list != null) {
            for (YamlNode element : list.elements()) {
                migration(element).ifPresent(migrations::add);
            }
        }
        return migrations;
    }

    private static Optional<Migration> migration(YamlNode node) {
        Map<String, YamlNode> entries = node.entries(MIGRATION);
        Optional<SchemaVersion> from = version(node, entries.get("from"), "from");
        Optional<SchemaVersion> to = version(node, entries.get("to"), "to");
        List<Edit> steps = new ArrayList<>();
        YamlNode listed = entries.get("steps");
        if (listed != null) {
            for (YamlNode step : listed.elements()) {
                steps(step, steps);
            }
        }
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get().equals(to.get())) {
            node.wrong("leads from " + from.get() + " to itself");
            return Optional.empty();
        }
        return Optional.of(new Migration(from.get(), to.get(), steps));
    }

    private static Optional<SchemaVersion> version(YamlNode around, @Nullable YamlNode node, String name) {
        if (node == null || !node.isPresent()) {
            around.wrong("needs `" + name + "`, a version");
            return Optional.empty();
        }
        return node.text().flatMap(text -> FieldReader.parsed(node, text, SchemaVersion::parse));
    }

    private static void steps(YamlNode step, List<Edit> to) {
        Map<String, YamlNode> entries = step.entries();
        if (entries.size() != 1) {
            step.wrong("has to be one step, {NAME: …}; there are " + STEPS);
            return;
        }
        entries.forEach((name, node) -> {
            switch (name) {
                case "remove" -> to.add(Edits.remove(FieldReader.paths(node, node)));
                case "rename" -> FieldReader.renames(node, (from, target) -> to.add(Edits.rename(from, target)));
                case "set_default" -> FieldReader.each(node, (path, value) -> setDefault(path, value, to));
                case "convert" ->
                    FieldReader.each(
                            node,
                            (path, type) -> to.add(
                                    MigrationStep.convert(path, Conversion.of(type.choice(Conversion.words())))));
                case "compute" -> FieldReader.each(node, (path, value) -> compute(path, value, to));
                default -> node.wrong("is no step of a migration; there are " + STEPS);
            }
        });
    }

    private static void setDefault(FieldPath path, YamlNode value, List<Edit> to) {
        to.add(Edits.setDefault(single(path, value), bson(value.value())));
    }

    private static void compute(FieldPath path, YamlNode value, List<Edit> to) {
        FieldPath target = single(path, value);
        value.text()
                .flatMap(text -> FieldReader.parsed(value, text, Expression::parse))
                .ifPresentOrElse(
                        expression -> to.add(MigrationStep.compute(target, expression)),
                        () -> value.wrong("needs an expression such as $.first + ' ' + $.last"));
    }

    private static FieldPath single(FieldPath path, YamlNode node) {
        if (path.names().contains(FieldPath.ANY)) {
            node.wrong("is set at '" + path + "'; a field to be set cannot be *");
        }
        return path;
    }

    /** Whole numbers that fit are int32, as most drivers would write them. */
    private static BsonValue bson(@Nullable Object value) {
        return Objects.requireNonNull(
                new Document("value", narrowed(value)).toBsonDocument().get("value"), "it was just put there");
    }

    private static @Nullable Object narrowed(@Nullable Object value) {
        return switch (value) {
            case Long number when number.intValue() == number -> number.intValue();
            case List<?> list -> list.stream().map(MigrationReader::narrowed).toList();
            case Map<?, ?> map -> {
                Document document = new Document();
                map.forEach((name, inner) -> document.append(String.valueOf(name), narrowed(inner)));
                yield document;
            }
            case null -> null;
            default -> value;
        };
    }
}
