package dev.millrace.transform;

import dev.millrace.bson.edit.Edit;
import dev.millrace.bson.edit.Edits;
import dev.millrace.bson.edit.FieldTemplate;
import dev.millrace.bson.edit.ValueText;
import dev.millrace.config.stream.DocumentTypeSettings;
import dev.millrace.config.stream.DocumentsSection;
import dev.millrace.config.stream.TransformSetting;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.migration.MigrationStep;
import dev.millrace.schema.registry.DocumentSchema;
import dev.millrace.schema.registry.SchemaRegistry;
import dev.millrace.schema.registry.SchemaVersion;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/** From the section `documents` of the configuration to transforms: one for each type of documents. */
public final class DocumentSteps {

    private final DocumentsSection section;
    private final SchemaRegistry registry;
    private final Map<String, NamedTransform> own = new TreeMap<>();
    private final InstantSource clock;
    private final String version;
    private final Map<String, Transform> transforms = new HashMap<>();

    /**
     * Reads the schemas and makes all transforms; kind USAGE where something does not go together.
     *
     * @param own     transforms that the configuration may name
     * @param version of millrace
     */
    public DocumentSteps(
            DocumentsSection section, Collection<NamedTransform> own, InstantSource clock, String version) {
        this.section = section;
        this.clock = clock;
        this.version = version;
        registry = section.schemas().map(SchemaRegistry::read).orElse(SchemaRegistry.empty());
        for (NamedTransform each : own) {
            if (this.own.put(each.name(), each) != null) {
                throw MillraceException.usage(
                        "two transforms are named '" + each.name() + "'", "give one of them another name");
            }
        }
        types().forEach(type -> transforms.put(type, transform(type)));
    }

    /** The types that there are settings or schemas for. */
    public Set<String> types() {
        Set<String> types = new TreeSet<>(section.types().keySet());
        types.addAll(registry.types());
        return types;
    }

    /**
     * What is to be applied to the events of a stream, in this order.
     *
     * @param documentType of all its documents; empty where each collection is a type of its own
     */
    public List<Transform> of(String documentType) {
        if (transforms.isEmpty()) {
            return List.of();
        }
        if (documentType.isEmpty()) {
            return List.of(change -> {
                Transform transform = transforms.get(change.event().header().collection());
                return transform == null ? change : transform.apply(change);
            });
        }
        Transform transform = transforms.get(documentType);
        return transform == null ? List.of() : List.of(transform);
    }

    /** Kind USAGE where the section names a type that no stream has: a slip of the pen would publish what is to be hidden. */
    public void checkUsed(Collection<String> documentTypes) {
        Set<String> unused = new TreeSet<>(section.types().keySet());
        unused.removeAll(documentTypes);
        if (!unused.isEmpty() && !documentTypes.contains("")) {
            throw MillraceException.usage(
                    "documents.types names " + String.join(", ", unused)
                            + ", but the streams have documents of the types "
                            + String.join(", ", new TreeSet<>(documentTypes)),
                    "mend the name, or give the stream's document_type");
        }
    }

    private Transform transform(String type) {
        DocumentTypeSettings settings = section.types().getOrDefault(type, DocumentTypeSettings.USUAL);
        NavigableMap<SchemaVersion, DocumentSchema> schemas = registry.versions(type);
        List<Stage> stages = new ArrayList<>(stages(type, settings.preValidation()));
        if (!schemas.isEmpty()) {
            stages.add(new Versions(type, settings, schemas));
        } else if (!settings.migrations().isEmpty()) {
            throw MillraceException.usage(
                    "documents.types." + type + " has migrations, but there is no schema " + type + "/VERSION.json",
                    "put the schemas into the directory that documents.schemas names");
        }
        stages.addAll(stages(
                type,
                Stream.concat(settings.postValidation().stream(), settings.prePublish().stream())
                        .toList()));
        return new DocumentTransform(stages, EventDigest.salted(section.salt()));
    }

    /** Neighbours that are edits are one stage. */
    private List<Stage> stages(String type, List<TransformSetting> settings) {
        List<Stage> stages = new ArrayList<>();
        List<Edit> edits = new ArrayList<>();
        for (TransformSetting setting : settings) {
            switch (setting) {
                case TransformSetting.Metadata metadata -> {
                    close(edits, stages);
                    stages.add(new AddedMetadata(metadata.field(), metadata.values(), type, clock, version));
                }
                case TransformSetting.Custom custom -> {
                    close(edits, stages);
                    stages.add(new Stage.Own(named(type, custom.name())));
                }
                default -> edits.add(edit(setting));
            }
        }
        close(edits, stages);
        return stages;
    }

    private static void close(List<Edit> edits, List<Stage> to) {
        if (!edits.isEmpty()) {
            to.add(new Stage.Edits(edits));
            edits.clear();
        }
    }

    private NamedTransform named(String type, String name) {
        NamedTransform transform = own.get(name);
        if (transform == null) {
            throw MillraceException.usage(
                    "documents.types." + type + " names the transform '" + name + "', which is not there"
                            + (own.isEmpty() ? "" : "; there are " + String.join(", ", own.keySet())),
                    "mend the name, or build it in as a CDI bean that implements NamedTransform");
        }
        return transform;
    }

    private static Edit edit(TransformSetting setting) {
        return switch (setting) {
            case TransformSetting.Remove remove -> Edits.remove(remove.fields());
            case TransformSetting.KeepOnly keep -> Edits.keepOnly(keep.fields(), keep.id());
            case TransformSetting.Rename rename -> Edits.rename(rename.from(), rename.to());
            case TransformSetting.Cast cast ->
                Edits.replace(List.of(cast.field()), (value, _) -> converted(cast, value), false);
            case TransformSetting.Mask mask ->
                Edits.replace(
                        mask.fields(),
                        new Masking(mask.keepLast(), mask.with(), mask.fixed().orElse(null)),
                        true);
            case TransformSetting.Hash hash ->
                Edits.replace(hash.fields(), new Hashing(new Hmac(hash.salt().secret())), true);
            case TransformSetting.Tokenize tokenize ->
                Edits.replace(
                        tokenize.fields(), new Tokens(new Hmac(tokenize.salt().secret())), true);
            case TransformSetting.Prefix prefix -> prefix(prefix);
            case TransformSetting.Metadata _, TransformSetting.Custom _ ->
                throw new IllegalArgumentException("not an edit: " + setting);
        };
    }

    private static Edit prefix(TransformSetting.Prefix setting) {
        FieldTemplate prefix = setting.prefix();
        return setting.names()
                ? Edits.rename(setting.fields(), (name, scope) -> prefix.filled(scope) + name)
                : Edits.replace(
                        setting.fields(),
                        (value, scope) ->
                                value.isNull() ? value : new BsonString(prefix.filled(scope) + ValueText.of(value)),
                        false);
    }

    private static BsonValue converted(TransformSetting.Cast cast, BsonValue value) {
        BsonValue converted = cast.type().convert(value);
        if (converted != null) {
            return converted;
        }
        return switch (cast.onFailure()) {
            case KEEP -> value;
            case NULL -> BsonNull.VALUE;
            case FAIL -> throw MigrationStep.notConvertible(cast.field(), cast.type(), value);
        };
    }
}
