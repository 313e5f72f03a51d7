package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;

/**
 * Tells what breaks a schema without telling values. The library's own messages depend on the machine's language, and some
 * of them quote what they found.
 */
final class Violation {

    private static final int LONGEST_RULE = 80;

    private Violation() {}

    /** What is wrong where: {@code items[2].price: minimum 0}. */
    static String told(ValidationMessage message) {
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
