package dev.millrace.source.generated.definition;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.generated.DatasetCollection;
import dev.millrace.source.generated.DatasetFamily;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A data set as its YAML file describes it: either `document` (the fields), with `indexes` and `updates`, or several
 * `collections` of these, one of them `main`; and optionally `description` and `pools` (lists of texts by name). The
 * instructions are listed in {@link DefinitionCompiler}, and explained in `datasets/example.yaml`.
 *
 * @param root   the whole file with its lines
 * @param others finds the definition that a `$reference` names; null where there is none
 */
public record Definition(String name, Map<?, ?> content, Node root, Function<String, @Nullable Definition> others) {

    static final String EXAMPLES = "see `millrace seed example --show-definition`, which explains everything";

    /** Levels of YAML, of which a level of a document may take several. */
    private static final int DEEPEST = 200;

    private static final Set<String> KEYS =
            Set.of("description", "document", "indexes", "pools", "updates", "collections", "main");
    private static final Set<String> COLLECTION_KEYS = Set.of("description", "document", "indexes", "updates", "share");

    /** Reads YAML 1.1 without any of its ways to create objects. */
    public static Definition parse(String name, String yaml, Function<String, @Nullable Definition> others) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setNestingDepthLimit(DEEPEST);
        try {
            Yaml reader = new Yaml(new SafeConstructor(options));
            Object content = reader.load(yaml);
            Spec root = new Spec(new Origin(name, Map.of()), "", content);
            root.options(KEYS);
            return new Definition(name, (Map<?, ?>) content, reader.compose(new StringReader(yaml)), others);
        } catch (YAMLException e) {
            throw new MillraceException(
                    FailureKind.USAGE, "data set " + name + " is not readable YAML: " + reason(e), EXAMPLES, e);
        }
    }

    /** Checks every field of every collection. */
    public DatasetFamily family(long count) {
        Map<String, CollectionDefinition> collections = collections(count);
        List<DatasetCollection> made = collections.values().stream()
                .map(collection ->
                        new DatasetCollection(collection.name(), collection.count(), collection.compile(collections)))
                .toList();
        return new DatasetFamily(made, main());
    }

    /** The collection that the count of documents is about. */
    String main() {
        if (!content.containsKey("collections")) {
            return name;
        }
        Object main = content.get("main");
        if (main == null || !(content.get("collections") instanceof Map<?, ?> map && map.containsKey(main))) {
            throw here().wrong("has `collections` and needs `main`, the name of one of them");
        }
        return main.toString();
    }

    /** All collections by name, in the order of the file. */
    Map<String, CollectionDefinition> collections(long count) {
        if (!content.containsKey("collections")) {
            return Map.of(
                    name,
                    new CollectionDefinition(
                            this, name, Origin.of(name, Origin.child(root, "document")), content, count, 0));
        }
        if (content.containsKey("document") || content.containsKey("indexes") || content.containsKey("updates")) {
            throw here().wrong("has `collections`: `document`, `indexes` and `updates` belong into each of them");
        }
        Node nodes = Origin.child(root, "collections");
        Map<String, CollectionDefinition> collections = new LinkedHashMap<>();
        new Spec(new Origin(name, Map.of()), "", content.get("collections"))
                .options()
                .forEach((each, spec) -> {
                    Node document = Origin.child(Origin.child(nodes, each), "document");
                    Origin origin = Origin.of(name + ", collection " + each, document);
                    collections.put(each, collection(each, new Spec(origin, "", spec.node()), count));
                });
        return collections;
    }

    CollectionDefinition mainCollection(long count) {
        CollectionDefinition found = collections(count).get(main());
        if (found == null) {
            throw new IllegalStateException("main() names one of the collections");
        }
        return found;
    }

    private CollectionDefinition collection(String each, Spec spec, long count) {
        Map<String, Spec> options = spec.options(COLLECTION_KEYS);
        Spec share = options.get("share");
        if (each.equals(main()) == (share != null)) {
            throw spec.wrong("needs a `share`: how many documents it has for each of `main`, which itself has none");
        }
        double part = share == null ? 1 : share.number().doubleValue();
        if (!(part > 0 && part <= 1000)) {
            throw spec.wrong("needs a `share` above 0 and up to 1000");
        }
        return new CollectionDefinition(
                this, each, spec.origin(), spec.map(), (long) Math.ceil(part * count), each.hashCode());
    }

    /** The same definition, which can refer to no other: ends circles of references. */
    Definition alone() {
        return new Definition(name, content, root, ignored -> null);
    }

    Definition other(String wanted, Spec from) {
        Definition other = others.apply(wanted);
        if (other == null) {
            throw from.wrong("refers to '" + wanted + "', which is no collection beside it and no data set");
        }
        return other;
    }

    Pool pool(String wanted, Spec from) {
        if (content.get("pools") instanceof Map<?, ?> pools && pools.containsKey(wanted)) {
            return new Pool(new Spec(from.origin(), "", pools.get(wanted))
                    .list().stream().map(Spec::text).toList());
        }
        Pool pool = Pool.named(wanted);
        if (pool == null) {
            throw from.wrong("draws from the pool '" + wanted + "', which does not exist");
        }
        return pool;
    }

    private Spec here() {
        return new Spec(new Origin(name, Map.of()), "", content);
    }

    private static String reason(YAMLException e) {
        return e instanceof MarkedYAMLException marked && marked.getProblemMark() != null
                ? "line " + (marked.getProblemMark().getLine() + 1) + ", column "
                        + (marked.getProblemMark().getColumn() + 1) + ": " + marked.getProblem()
                : String.valueOf(e.getMessage());
    }
}
