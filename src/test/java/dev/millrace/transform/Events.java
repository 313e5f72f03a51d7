package dev.millrace.transform;

import dev.millrace.config.stream.DocumentsText;
import dev.millrace.model.Change;
import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.ResumePoint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** Change events from the JSON that MongoDB's manual has, and what a configuration makes of them. */
final class Events {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    private Events() {}

    /** An event of `shop.order`; what it says not of itself is added. */
    static ChangeEvent of(String json) {
        return of(BsonDocument.parse(json));
    }

    static ChangeEvent of(BsonDocument told) {
        BsonDocument event = BsonDocument.parse(
                "{_id: {_data: '8200'}, operationType: 'insert', ns: {db: 'shop', coll: 'order'}, documentKey: {_id: 7}}");
        told.forEach(event::append);
        RawBsonDocument raw = raw(event);
        String operation = raw.getString("operationType").getValue();
        ChangeHeader header = new ChangeHeader(
                new ResumePoint(event.getDocument("_id")),
                operation,
                "shop",
                event.getDocument("ns").getString("coll").getValue(),
                new BsonTimestamp(1_795_215_984, 2),
                -1,
                null,
                raw);
        RawBsonDocument key = raw(event.getDocument("documentKey"));
        RawBsonDocument document = part(event, "fullDocument");
        RawBsonDocument before = part(event, "fullDocumentBeforeChange");
        return switch (operation) {
            case "insert" -> new ChangeEvent.Insert(header, key, document);
            case "update" -> new ChangeEvent.Update(header, key, document, before, part(event, "updateDescription"));
            case "replace" -> new ChangeEvent.Replace(header, key, document, before);
            case "delete" -> new ChangeEvent.Delete(header, key, before);
            default -> new ChangeEvent.Other(header);
        };
    }

    private static @Nullable RawBsonDocument part(BsonDocument event, String name) {
        return event.containsKey(name) ? raw(event.getDocument(name)) : null;
    }

    static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    /** What is done to documents of the type `order`, as the text of the section's `types.order` says. */
    static Transform transform(String order, NamedTransform... own) {
        String yaml = "documents:\n  salt: ${SALT}\n  types:\n    order:\n" + order.indent(6);
        return new DocumentSteps(DocumentsText.read(yaml), List.of(own), CLOCK, "0.1.0")
                .of("order")
                .getFirst();
    }

    /** An event after these transforms before publishing. */
    static Change published(String transforms, String event) {
        return transform("transforms:\n  pre_publish:\n" + transforms.indent(4)).apply(Change.of(of(event)));
    }

    static BsonDocument json(String text) {
        return BsonDocument.parse(text);
    }
}
