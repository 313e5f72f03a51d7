package dev.millrace.publish.event;

import dev.millrace.model.Change;
import dev.millrace.publish.EventEncoder;
import dev.millrace.publish.Message;
import java.nio.ByteBuffer;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The change event as BSON, its documents as the transforms left them. */
public final class BsonEncoder implements EventEncoder {

    private static final String CONTENT_TYPE = "application/bson";

    private final int lanes;

    /** @param lanes ordering keys in use; 0 for messages without order */
    public BsonEncoder(int lanes) {
        this.lanes = lanes;
    }

    @Override
    public Message encode(Change change) {
        return new Message(
                body(change),
                EventAttributes.of(change, CONTENT_TYPE),
                EventAttributes.orderingKey(change.event(), lanes));
    }

    private static ByteBuffer body(Change change) {
        BsonDocument raw = change.event().header().raw();
        if (!change.touched()) {
            return EventBytes.of(raw);
        }
        BsonDocument changed = new BsonDocument();
        raw.forEach(changed::append);
        put(changed, "_id", change.token());
        put(changed, "documentKey", change.key());
        put(changed, "fullDocument", change.document());
        put(changed, "fullDocumentBeforeChange", change.before());
        put(changed, "updateDescription", change.description());
        return EventBytes.of(changed);
    }

    private static void put(BsonDocument event, String name, @Nullable BsonDocument document) {
        if (document != null) {
            event.put(name, document);
        } else {
            event.remove(name);
        }
    }
}
