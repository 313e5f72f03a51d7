package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;

/** A column of canonical Extended JSON. */
final class JsonNode extends ScalarNode {

    private final JsonFidelity fidelity;
    private final ExtendedJson json;
    private JsonBuffer text = new JsonBuffer(Rest.TEXT_BYTES);

    JsonNode(JsonFidelity fidelity, ExtendedJson json, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.fidelity = fidelity;
        this.json = json;
    }

    @Override
    boolean fits(BsonCursor value) {
        return fidelity.holds(value);
    }

    @Override
    void write(BsonCursor value, int repetition) {
        text.clear();
        json.writeValue(value, text);
        target.writeBytes(text.bytes(), 0, text.length(), repetition);
        text = Rest.spared(text);
    }
}
