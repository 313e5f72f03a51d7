package dev.millrace.publish;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.ResumePoint;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** Change events out of JSON, as a server writes them. */
public final class SampleEvents {

    private SampleEvents() {}

    public static ChangeEvent of(String json) {
        BsonDocument event = BsonDocument.parse(json);
        ChangeHeader header = header(event);
        RawBsonDocument key = raw(event, "documentKey");
        RawBsonDocument document = raw(event, "fullDocument");
        RawBsonDocument before = raw(event, "fullDocumentBeforeChange");
        return switch (header.operation()) {
            case "insert" -> new ChangeEvent.Insert(header, key, document);
            case "snapshot" -> new ChangeEvent.Existing(header, key, document);
            case "update" -> new ChangeEvent.Update(header, key, document, before, raw(event, "updateDescription"));
            case "replace" -> new ChangeEvent.Replace(header, key, document, before);
            case "delete" -> new ChangeEvent.Delete(header, key, before);
            case "drop" -> new ChangeEvent.Drop(header);
            default -> new ChangeEvent.Invalidate(header);
        };
    }

    private static ChangeHeader header(BsonDocument event) {
        BsonDocument ns = event.getDocument("ns", new BsonDocument());
        BsonDocument transaction = null;
        if (event.containsKey("lsid")) {
            transaction = new BsonDocument("lsid", event.get("lsid"))
                    .append("txnNumber", event.getInt64("txnNumber", new BsonInt64(1)));
        }
        return new ChangeHeader(
                new ResumePoint(event.getDocument("_id")),
                event.getString("operationType").getValue(),
                ns.containsKey("db") ? ns.getString("db").getValue() : "",
                ns.containsKey("coll") ? ns.getString("coll").getValue() : "",
                event.containsKey("clusterTime") ? event.getTimestamp("clusterTime") : null,
                event.containsKey("wallTime") ? event.getDateTime("wallTime").getValue() : -1,
                transaction == null ? null : raw(transaction),
                raw(event));
    }

    private static @Nullable RawBsonDocument raw(BsonDocument event, String field) {
        return event.containsKey(field) ? raw(event.getDocument(field)) : null;
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }
}
