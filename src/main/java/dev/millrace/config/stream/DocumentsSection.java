package dev.millrace.config.stream;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section `documents`: schemas, migrations and transforms by document type.
 *
 * <pre>
 * documents:
 *   schemas: DIR                            # TYPE/VERSION.json
 *   salt: ${MILLRACE_SALT}                  # of hashes and tokens
 *   types:
 *     order:
 *       version_field: _schema_version
 *       on_invalid: dead_letter             # or mark
 *       migrations:
 *         - from: 1
 *           to: 2
 *           steps: [{rename: {qty: quantity}}, {compute: {total: 'sum($.items[*].price)'}}]
 *       transforms:
 *         pre_validation: [{remove: [customer.ssn]}]
 *         post_validation: [{mask: {fields: [customer.phone], keep_last: 4}}]
 *         pre_publish: [{custom: my-own}]
 * </pre>
 *
 * @param schemas directory of schemas
 * @param salt    for what has none of its own
 * @param types   by name
 */
public record DocumentsSection(Optional<Path> schemas, Optional<Salt> salt, Map<String, DocumentTypeSettings> types) {

    /** Of a file without this section. */
    public static final DocumentsSection NONE = new DocumentsSection(Optional.empty(), Optional.empty(), Map.of());

    private static final Set<String> SECTION = Set.of("schemas", "salt", "types");
    private static final Set<String> TYPE = Set.of("version_field", "on_invalid", "migrations", "transforms");
    private static final Set<String> STAGES = Set.of("pre_validation", "post_validation", "pre_publish");

    public DocumentsSection {
        types = Map.copyOf(types);
    }

    /** Notes what is wrong with the node's problems. */
    static DocumentsSection read(@Nullable YamlNode section) {
        if (section == null || !section.isPresent()) {
            return NONE;
        }
        Map<String, YamlNode> entries = section.entries(SECTION);
        Optional<Salt> salt = text(entries.get("salt")).map(Salt::new);
        Map<String, DocumentTypeSettings> types = new LinkedHashMap<>();
        YamlNode named = entries.get("types");
        if (named != null) {
            named.entries().forEach((name, type) -> types.put(name, type(type, new TransformReader(salt))));
        }
        return new DocumentsSection(text(entries.get("schemas")).map(Path::of), salt, types);
    }

    private static DocumentTypeSettings type(YamlNode type, TransformReader transforms) {
        Map<String, YamlNode> entries = type.entries(TYPE);
        YamlNode stages = entries.get("transforms");
        Map<String, YamlNode> byStage = stages == null ? Map.of() : stages.entries(STAGES);
        YamlNode invalid = entries.get("on_invalid");
        return new DocumentTypeSettings(
                versionField(entries.get("version_field")),
                invalid != null
                        && invalid.choice(List.of("dead_letter", "mark")).equals("mark"),
                MigrationReader.read(entries.get("migrations")),
                transforms.read(byStage.get("pre_validation")),
                transforms.read(byStage.get("post_validation")),
                transforms.read(byStage.get("pre_publish")));
    }

    private static String versionField(@Nullable YamlNode node) {
        String field = text(node).orElse(DocumentTypeSettings.VERSION_FIELD);
        if (node != null && field.contains(".")) {
            node.wrong("is '" + field + "'; the version has to be a field at the top of the document");
        }
        return field;
    }

    private static Optional<String> text(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.text();
    }
}
