package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import org.bson.RawBsonDocument;

/** One schema. Safe for use by many threads. */
public final class DocumentSchema {

    private static final int LONGEST_RULE = 80;

    private final JsonSchema schema;

    DocumentSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /**
     * What is wrong with a document, nothing where it is valid: the path of a field and the rule that it breaks, never
     * its value: {@code items[2].price: minimum 0}.
     */
    public List<String> violations(RawBsonDocument document) {
        JsonNode json = JsonNodes.of(document);
        if (schema.validate(json, OutputFormat.BOOLEAN)) {
            return List.of();
        }
        return schema.validate(json).stream()
                .map(DocumentSchema::told)
                .distinct()
                .toList();
    }

    private static String told(ValidationMessage message) {
        String place = place(message.getInstanceLocation());
        String keyword = message.getEvaluationPath().getName(-1);
        return place + ": " + keyword + rule(message);
    }

    /** The argument of the keyword, or the property that it is about. */
    private static String rule(ValidationMessage message) {
        String property = message.getProperty();
        if (property != null) {
            return " '" + property + "'";
        }
        JsonNode rule = message.getSchemaNode();
        if (rule == null || rule.isObject()) {
            return "";
        }
        String text = rule.isTextual() ? rule.asText() : rule.toString();
        return text.length() <= LONGEST_RULE ? " " + text : "";
    }

    private static String place(JsonNodePath path) {
        StringBuilder place = new StringBuilder();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (element instanceof Integer index) {
                place.append('[').append(index).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(element);
            }
        }
        return place.isEmpty() ? "the document" : place.toString();
    }
}
