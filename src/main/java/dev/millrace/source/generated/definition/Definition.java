package dev.millrace.source.generated.definition;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A data set as its YAML file describes it: `description`, `document` (the fields), and optionally `indexes` and
 * `pools` (lists of texts by name). The instructions are listed in {@link DefinitionCompiler}.
 *
 * @param others finds the definition that a `$reference` names; null where there is none
 */
public record Definition(String name, Map<String, Object> content, Function<String, @Nullable Definition> others) {

    private static final Set<String> KEYS = Set.of("description", "document", "indexes", "pools");

    /** Reads YAML 1.1 without any of its ways to create objects. */
    public static Definition parse(String name, String yaml, Function<String, @Nullable Definition> others) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object content = new Yaml(new SafeConstructor(options)).load(yaml);
            Spec root = new Spec(name, "", content);
            root.options(KEYS);
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) content;
            return new Definition(name, map, others);
        } catch (YAMLException e) {
            throw new MillraceException(
                    FailureKind.USAGE,
                    "data set " + name + " is not readable YAML: " + e.getMessage(),
                    "see the data sets that come with millrace for examples",
                    e);
        }
    }

    /** Checks every field. */
    public DefinedDataset compile() {
        DefinitionCompiler compiler = new DefinitionCompiler(this);
        Spec document = new Spec(name, "", content.get("document"));
        if (!(document.node() instanceof Map<?, ?> fields) || !fields.containsKey("_id")) {
            throw document.wrong("needs a 'document' with fields, one of them `_id`");
        }
        return new DefinedDataset(compiler.document(document, fields), compiler.slots(), indexes());
    }

    static Spec required(Spec spec, Map<String, Spec> options, String name) {
        Spec option = options.get(name);
        if (option == null) {
            throw spec.wrong("needs the option '" + name + "'");
        }
        return option;
    }

    /** The same definition, which can refer to no other: ends circles of references. */
    Definition alone() {
        return new Definition(name, content, ignored -> null);
    }

    Spec field(String field) {
        Object document = content.get("document");
        return new Spec(name, field, document instanceof Map<?, ?> fields ? fields.get(field) : null);
    }

    Definition other(String wanted, Spec from) {
        Definition other = others.apply(wanted);
        if (other == null) {
            throw from.wrong("refers to the data set '" + wanted + "', which cannot be referred to");
        }
        return other;
    }

    Pool pool(String wanted, Spec from) {
        if (content.get("pools") instanceof Map<?, ?> pools && pools.containsKey(wanted)) {
            return new Pool(new Spec(name, "", pools.get(wanted))
                    .list().stream().map(Spec::text).toList());
        }
        Pool pool = Pool.named(wanted);
        if (pool == null) {
            throw from.wrong("draws from the pool '" + wanted + "', which does not exist");
        }
        return pool;
    }

    private List<BsonDocument> indexes() {
        List<BsonDocument> indexes = new ArrayList<>();
        if (content.containsKey("indexes")) {
            for (Spec index : new Spec(name, "", content.get("indexes")).list()) {
                DefinitionCompiler compiler = new DefinitionCompiler(alone());
                Definition.required(index, index.options(), "key");
                if (index.node() instanceof Map<?, ?> map) {
                    indexes.add(DefinedDataset.single(compiler.document(index, map), compiler.slots()));
                }
            }
        }
        return indexes;
    }
}
