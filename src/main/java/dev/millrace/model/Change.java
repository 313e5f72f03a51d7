package dev.millrace.model;

import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A change event on its way to its subscribers, with the documents as they are to be published. Untouched documents are
 * still the server's bytes, {@link org.bson.RawBsonDocument}.
 *
 * @param document    after the change; null where there is none
 * @param before      before the change; null where there is none
 * @param description of an update; null for other events
 * @param attributes  that the message gets beside its own
 * @param touched     whether a document is no longer the server's
 */
public record Change(
        ChangeEvent event,
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
        return switch (event) {
            case ChangeEvent.Update update ->
                new Change(update, update.document(), update.before(), update.description(), Map.of(), false);
            case ChangeEvent.OfDocument each -> new Change(each, each.document(), each.before(), null, Map.of(), false);
            default -> new Change(event, null, null, null, Map.of(), false);
        };
    }

    public Change with(
            @Nullable BsonDocument newDocument,
            @Nullable BsonDocument newBefore,
            @Nullable BsonDocument newDescription) {
        return new Change(event, newDocument, newBefore, newDescription, attributes, true);
    }

    public Change withAttribute(String name, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(name, value);
        return new Change(event, document, before, description, more, touched);
    }
}
