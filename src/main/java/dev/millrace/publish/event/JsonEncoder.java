package dev.millrace.publish.event;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NameTexts;
import dev.millrace.bson.TypeByte;
import dev.millrace.model.Change;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The change event of MongoDB's manual as Extended JSON, its documents as the transforms left them: `_id`,
 * `operationType`, `ns`, `documentKey`, `fullDocument`, `updateDescription` and whatever else the server says.
 */
public final class JsonEncoder implements EventEncoder {

    static final String CONTENT_TYPE = "application/json";

    private final ExtendedJson json;
    private final JsonBuffer buffer = new JsonBuffer(4096);
    private final BsonCursor fields = new BsonCursor();
    private final int lanes;

    /** @param lanes ordering keys in use; 0 for messages without order */
    public JsonEncoder(JsonMode mode, int lanes) {
        this.json = new ExtendedJson(mode);
        this.lanes = lanes;
    }

    @Override
    public Message encode(Change change) {
        return new Message(
                ByteBuffer.wrap(body(change)),
                EventAttributes.of(change, CONTENT_TYPE),
                EventAttributes.orderingKey(change.event(), lanes));
    }

    /** The event as JSON in UTF-8. */
    byte[] body(Change change) {
        buffer.clear();
        RawBsonDocument raw = change.event().header().raw();
        if (!change.touched()) {
            ByteBuffer bytes = EventBytes.of(raw);
            json.writeDocument(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), buffer);
        } else {
            write(raw, change);
        }
        return Arrays.copyOf(buffer.bytes(), buffer.length());
    }

    private void write(RawBsonDocument raw, Change change) {
        buffer.startObject();
        ByteBuffer bytes = EventBytes.of(raw);
        fields.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        while (fields.next()) {
            switch (NameTexts.of(fields)) {
                case "_id" -> {
                    if (change.hasEventIdOfItsOwn()) {
                        write(change.token());
                    } else {
                        write();
                    }
                }
                case "documentKey" -> write(change.key());
                case "fullDocument" -> write(change.document());
                case "fullDocumentBeforeChange" -> write(change.before());
                case "updateDescription" -> write(change.description());
                default -> write();
            }
        }
        buffer.endObject();
    }

    /** The field as it came. */
    private void write() {
        writeName();
        json.writeValue(fields, buffer);
    }

    private void writeName() {
        buffer.name(fields.bytes(), fields.nameOffset(), fields.nameLength());
    }

    /** The field with another document. */
    private void write(@Nullable BsonDocument document) {
        if (document == null) {
            return;
        }
        writeName();
        ByteBuffer bytes = EventBytes.of(document);
        json.writeValue(
                TypeByte.DOCUMENT, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), buffer);
    }
}
