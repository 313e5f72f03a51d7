package dev.millrace.model;

import java.util.HashMap;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A change event on its way to its subscribers, with everything of it that holds contents of documents as it is to be
 * published. What is untouched is still the server's bytes, {@link org.bson.RawBsonDocument}.
 *
 * @param eventId     stays the same however often the event is published: its resume token, or a digest of it where the
 *                    token would tell what the key no longer does
 * @param key         `_id` and the shard key, as far as they may be known; null for events that concern no document
 * @param document    after the change; null where there is none
 * @param before      before the change; null where there is none
 * @param description of an update; null for other events
 * @param attributes  that the message gets beside its own
 * @param touched     whether anything is no longer the server's
 */
public record Change(
        ChangeEvent event,
        String eventId,
        @Nullable BsonDocument key,
        @Nullable BsonDocument document,
        @Nullable BsonDocument before,
        @Nullable BsonDocument description,
        Map<String, String> attributes,
        boolean touched) {

    public Change {
        attributes = Map.copyOf(attributes);
    }

    /** As it came. */
    public static Change of(ChangeEvent event) {
        String id = event.header().point().text();
        return switch (event) {
            case ChangeEvent.Update update ->
                new Change(
                        update,
                        id,
                        update.key(),
                        update.document(),
                        update.before(),
                        update.description(),
                        Map.of(),
                        false);
            case ChangeEvent.OfDocument each ->
                new Change(each, id, each.key(), each.document(), each.before(), null, Map.of(), false);
            default -> new Change(event, id, null, null, null, null, Map.of(), false);
        };
    }

    public Change with(
            @Nullable BsonDocument newDocument,
            @Nullable BsonDocument newBefore,
            @Nullable BsonDocument newDescription) {
        return new Change(event, eventId, key, newDocument, newBefore, newDescription, attributes, true);
    }

    public Change withKey(@Nullable BsonDocument newKey) {
        return new Change(event, eventId, newKey, document, before, description, attributes, true);
    }

    /** @param digest to be told in place of the resume token, from which a document's `_id` can be read */
    public Change withEventId(String digest) {
        return new Change(event, digest, key, document, before, description, attributes, true);
    }

    public Change withAttribute(String name, String value) {
        return withAttributes(Map.of(name, value));
    }

    /** With more attributes; a new one replaces one of its name. */
    public Change withAttributes(Map<String, String> added) {
        Map<String, String> all = added;
        if (!attributes.isEmpty()) {
            all = new HashMap<>(attributes);
            all.putAll(added);
        }
        return new Change(event, eventId, key, document, before, description, all, touched);
    }

    /** Whether it is told by a digest in place of its resume token. */
    public boolean hasEventIdOfItsOwn() {
        return !eventId.equals(event.header().point().text());
    }

    /** What is told as the event's `_id`: its resume token, or the digest of it in the same shape. */
    public BsonDocument token() {
        return hasEventIdOfItsOwn()
                ? new BsonDocument("_data", new BsonString(eventId))
                : event.header().point().token();
    }
}
