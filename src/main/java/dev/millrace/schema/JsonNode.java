package dev.millrace.schema;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FaithfulJson;
import dev.millrace.bson.JsonBuffer;

/** A column of Extended JSON. */
final class JsonNode extends ScalarNode {

    private final FaithfulJson json;
    private final JsonTexts texts;

    /** The value that was last found to fit: writing it is what finds it out. */
    private JsonBuffer text;

    private long nuls;
    private final boolean nullable;

    JsonNode(FaithfulJson json, JsonTexts texts, int parentDefinition, boolean nullable, ColumnTarget target) {
        super(parentDefinition, nullable, target);
        this.json = json;
        this.texts = texts;
        text = texts.create();
        this.nullable = nullable;
    }

    /** A column that cannot be null has the json null where the document has it. */
    @Override
    boolean takesNull() {
        return !nullable;
    }

    @Override
    boolean fits(BsonCursor value) {
        text = texts.spared(text);
        text.clear();
        long before = texts.nuls().found();
        boolean faithful = json.write(value, text);
        nuls = texts.nuls().found() - before;
        // Counted when it is taken, as it may only be asked whether it fits.
        texts.nuls().reset(before);
        return faithful;
    }

    @Override
    boolean take(BsonCursor value, int repetition) {
        if (!fits(value)) {
            return false;
        }
        texts.nuls().add(nuls);
        target.writeBytes(text.bytes(), 0, text.length(), repetition);
        return true;
    }
}
