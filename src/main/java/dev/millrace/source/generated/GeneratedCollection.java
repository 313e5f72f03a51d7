package dev.millrace.source.generated;

import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.nio.file.Path;
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
 * @param namespace        what the collection is called
 * @param definition       a definition file of the user's own, or null
 */
public record GeneratedCollection(
        String dataset,
        long count,
        long seed,
        int maxDocumentBytes,
        Namespace namespace,
        @Nullable Path definition) {

    public static final long DEFAULT_COUNT = 100_000;
    public static final long DEFAULT_SEED = 1;
    public static final int DEFAULT_MAX_DOCUMENT_BYTES = 1024 * 1024;

    /** The server's limit for a document. */
    private static final int LARGEST_DOCUMENT = 16 * 1024 * 1024;

    private static final int SMALLEST_LARGE_DOCUMENT = 1024;
    private static final Set<String> PARAMETERS = Set.of("count", "seed", "maxDocumentBytes");
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
        if (name.isEmpty()) {
            throw MillraceException.usage("'generated:' names no data set", EXAMPLE);
        }
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(text.substring(question + 1));
        long bytes = number(parameters, "maxDocumentBytes", DEFAULT_MAX_DOCUMENT_BYTES);
        return new GeneratedCollection(
                name,
                number(parameters, "count", DEFAULT_COUNT),
                number(parameters, "seed", DEFAULT_SEED),
                Math.clamp(bytes, Integer.MIN_VALUE, Integer.MAX_VALUE),
                new Namespace("generated", name),
                null);
    }

    public GeneratedCollection in(Namespace other) {
        return new GeneratedCollection(dataset, count, seed, maxDocumentBytes, other, definition);
    }

    /** With the fields of a definition file instead of those of a data set that comes with millrace. */
    public GeneratedCollection definedBy(Path file) {
        return new GeneratedCollection(dataset, count, seed, maxDocumentBytes, namespace, file);
    }

    @Override
    public String toString() {
        String size = maxDocumentBytes == DEFAULT_MAX_DOCUMENT_BYTES ? "" : "&maxDocumentBytes=" + maxDocumentBytes;
        return "generated:" + dataset + "?count=" + count + "&seed=" + seed + size;
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
