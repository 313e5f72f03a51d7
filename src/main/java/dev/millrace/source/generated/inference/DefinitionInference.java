package dev.millrace.source.generated.inference;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Infers a definition from a sample: names, types, rates of null and missing fields, ranges, lengths, forms of texts. Values
 * themselves are copied only where many documents have each of few ({@link ValueCounts}).
 */
public final class DefinitionInference {

    private static final int WIDTH = 120;

    private DefinitionInference() {}

    /** The definition as a file for people to read and change; its head says what it holds of the sample. */
    public static String yaml(CollectionInfo collection, DocumentBatch sample) {
        FieldProfile whole = new FieldProfile();
        for (int i = 0; i < sample.size(); i++) {
            int start = sample.offset(i);
            whole.document(
                    new RawBsonDocument(Arrays.copyOfRange(sample.bytes(), start, start + sample.length(i)))
                            .decode(new BsonDocumentCodec()),
                    i);
        }
        ProfileDefinition definition = new ProfileDefinition();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("description", "Like " + collection.namespace());
        List<Object> indexes = indexes(collection.metadata());
        Map<String, Object> document = definition.document(whole, sample.size());
        if (!indexes.isEmpty()) {
            content.put("indexes", indexes);
        }
        content.put("document", document);
        return head(collection, sample.size(), definition) + dump(content);
    }

    private static String head(CollectionInfo collection, int documents, ProfileDefinition definition) {
        List<String> lines = new ArrayList<>();
        lines.add("Inferred from a sample of " + documents + " documents of " + collection.namespace() + ".");
        lines.add(
                "Taken from them: names and types of fields, how often each is null or missing, ranges of numbers (rounded");
        lines.add(
                "outwards to two digits) and of dates (to days), lengths of texts and arrays, and the form of texts with digits.");
        lines.add("No value is taken, but those of small sets, where at least " + ValueCounts.LEAST_DOCUMENTS
                + " documents and 1 % of them have each:");
        lines.add(definition.copied.isEmpty() ? "  none" : "  " + String.join(", ", definition.copied));
        lines.add("Not inferred: what is computed from what, references, uniqueness. Write it in, as in");
        lines.add("`millrace seed example --show-definition`, and give this file by --definition.");
        definition.leftOut.stream().distinct().forEach(field -> lines.add("Left out: " + field));
        StringBuilder head = new StringBuilder();
        lines.forEach(line ->
                head.append("# ").append(line.replaceAll("\\p{Cntrl}", " ")).append('\n'));
        return head.toString();
    }

    /** Their keys: options may hold values (partial filters), or remove documents (expiry), or refuse them (unique). */
    private static List<Object> indexes(BsonDocument metadata) {
        List<Object> indexes = new ArrayList<>();
        for (BsonValue index : metadata.getArray("indexes", new BsonArray())) {
            Map<String, Object> key = new LinkedHashMap<>();
            index.asDocument().getDocument("key").forEach((field, direction) -> {
                Object kind = direction.isNumber()
                        ? (Object) direction.asNumber().intValue()
                        : direction.asString().getValue();
                key.put(field, kind);
            });
            if (!key.containsKey("_fts") && !List.copyOf(key.keySet()).equals(List.of("_id"))) {
                indexes.add(Map.of("key", key));
            }
        }
        return indexes;
    }

    private static String dump(Map<String, Object> content) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(WIDTH);
        options.setAllowUnicode(true);
        return new Yaml(options).dump(content);
    }
}
