package dev.millrace.source.generated;

import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.NamespaceSelection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made up, as the user wrote it: `NAME?count=N&seed=S`, the part of the URI behind `generated:`.
 *
 * @param dataset          name of a data set that comes with millrace, or any name beside a definition
 * @param count            number of documents
 * @param seed             the same seed and count give the same documents
 * @param maxDocumentBytes size of the largest documents, for data sets that have large ones
 * @param namespace        what the collection is called; where it has the name of one of the related collections, it is that
 * @param related          whether all related collections are made, in the namespace's database, each under its own name
 * @param definition       a definition of the user's own, or null
 */
public record GeneratedCollection(
        String dataset,
        long count,
        long seed,
        int maxDocumentBytes,
        Namespace namespace,
        boolean related,
        @Nullable DefinitionText definition) {

    public static final long DEFAULT_COUNT = 100_000;
    public static final long DEFAULT_SEED = 1;
    public static final int DEFAULT_MAX_DOCUMENT_BYTES = 1024 * 1024;

    /** The server's limit for a document. */
    private static final int LARGEST_DOCUMENT = 16 * 1024 * 1024;

    private static final int SMALLEST_LARGE_DOCUMENT = 1024;
    private static final Set<String> PARAMETERS = Set.of("count", "seed", "maxDocumentBytes", "definition");
    private static final String EXAMPLE = "write it as generated:service-orders?count=100000&seed=1";

    public GeneratedCollection {
        if (count < 0) {
            throw MillraceException.usage("cannot generate " + count + " documents", EXAMPLE);
        }
        if (maxDocumentBytes < SMALLEST_LARGE_DOCUMENT || maxDocumentBytes > LARGEST_DOCUMENT) {
            throw MillraceException.usage(
                    "maxDocumentBytes is " + maxDocumentBytes,
                    "it can be from " + SMALLEST_LARGE_DOCUMENT + " to " + LARGEST_DOCUMENT);
        }
    }

    /** In the namespace `generated.NAME`. */
    public static GeneratedCollection parse(String text) {
        int question = text.indexOf('?');
        String name = question < 0 ? text : text.substring(0, question);
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(text.substring(question + 1));
        String file = parameters.get("definition");
        DefinitionText definition = file == null ? null : DefinitionText.read(file);
        if (name.isEmpty() && definition == null) {
            throw MillraceException.usage("'generated:' names no data set", EXAMPLE);
        }
        String dataset = name.isEmpty() && definition != null ? definition.name() : name;
        long bytes = number(parameters, "maxDocumentBytes", DEFAULT_MAX_DOCUMENT_BYTES);
        return new GeneratedCollection(
                dataset,
                number(parameters, "count", DEFAULT_COUNT),
                number(parameters, "seed", DEFAULT_SEED),
                Math.clamp(bytes, Integer.MIN_VALUE, Integer.MAX_VALUE),
                new Namespace("generated", dataset),
                false,
                definition);
    }

    /** One collection under this name. */
    public GeneratedCollection in(Namespace other) {
        return new GeneratedCollection(dataset, count, seed, maxDocumentBytes, other, false, definition);
    }

    /** All related collections in this database. */
    public GeneratedCollection allIn(String database) {
        Namespace any = new Namespace(database, dataset);
        return new GeneratedCollection(dataset, count, seed, maxDocumentBytes, any, true, definition);
    }

    /** Named as the user selects: one collection by its full name, several or all related ones by their database. */
    public GeneratedCollection named(NamespaceSelection selection) {
        List<String> patterns = selection.patterns();
        if (patterns.size() == 1 && NamespaceSelection.isExact(patterns.getFirst())) {
            return in(Namespace.parse(patterns.getFirst()));
        }
        String database = NamespaceSelection.databaseOf(patterns.getFirst());
        return database == null ? this : allIn(database);
    }

    /** With the fields of a definition instead of those of a data set that comes with millrace. */
    public GeneratedCollection definedBy(DefinitionText text) {
        return new GeneratedCollection(dataset, count, seed, maxDocumentBytes, namespace, related, text);
    }

    @Override
    public String toString() {
        String size = maxDocumentBytes == DEFAULT_MAX_DOCUMENT_BYTES ? "" : "&maxDocumentBytes=" + maxDocumentBytes;
        String own = definition == null ? "" : "&definition=" + definition.origin() + "#" + definition.digest();
        return "generated:" + dataset + "?count=" + count + "&seed=" + seed + size + own;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!PARAMETERS.contains(name)) {
                throw MillraceException.usage(
                        "'" + name + "' is no parameter of generated data",
                        "possible are "
                                + String.join(", ", PARAMETERS.stream().sorted().toList()));
            }
            parameters.put(name, parameter.substring(equals + 1));
        }
        return parameters;
    }

    private static long number(Map<String, String> parameters, String name, long otherwise) {
        String text = parameters.get(name);
        try {
            return text == null ? otherwise : Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw MillraceException.usage(name + " is '" + text + "', which is no whole number", EXAMPLE);
        }
    }
}
