package dev.millrace.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.OutputFormat;
import java.util.List;
import org.bson.RawBsonDocument;

/** One schema. Safe for use by many threads. */
public final class DocumentSchema {

    private final JsonSchema schema;
    private final QuickCheck quick;

    /** @param quick of the same schema */
    DocumentSchema(JsonSchema schema, QuickCheck quick) {
        this.schema = schema;
        this.quick = quick;
    }

    /**
     * What is wrong with a document, nothing where it is valid: the path of a field and the rule that it breaks, never
     * its value: {@code items[2].price: minimum 0}.
     */
    public List<String> violations(RawBsonDocument document) {
        if (quick.isSurelyValid(document)) {
            return List.of();
        }
        JsonNode json = JsonNodes.of(document);
        if (schema.validate(json, OutputFormat.BOOLEAN)) {
            return List.of();
        }
        return schema.validate(json).stream().map(Violation::told).distinct().toList();
    }
}
