package dev.millrace.state.mongo;

import dev.millrace.model.ResumePoint;
import dev.millrace.state.SavedPoint;
import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** A stream's place as the fields of a document, which {@link MongoResumeStore} lists. */
final class PlaceDocument {

    private PlaceDocument() {}

    /** @throws org.bson.BsonInvalidOperationException where a field is missing or of another type */
    static SavedPoint point(BsonDocument document) {
        return new SavedPoint(
                new ResumePoint(document.getDocument("token")),
                document.containsKey("clusterTime") ? document.getTimestamp("clusterTime") : null,
                document.getNumber("events").longValue(),
                Instant.ofEpochMilli(document.getDateTime("savedAt").getValue()));
    }

    /** The update that sets these fields, and a place where there is one. */
    static BsonDocument change(BsonDocument fields, @Nullable SavedPoint place) {
        if (place == null) {
            return new BsonDocument("$set", fields);
        }
        fields.append("token", place.point().token())
                .append("events", new BsonInt64(place.events()))
                .append("savedAt", new BsonDateTime(place.savedAt().toEpochMilli()));
        if (place.clusterTime() == null) {
            return new BsonDocument("$set", fields).append("$unset", fields("clusterTime"));
        }
        return new BsonDocument("$set", fields.append("clusterTime", place.clusterTime()));
    }

    /** As `$unset` wants them. */
    static BsonDocument fields(String... names) {
        BsonDocument fields = new BsonDocument();
        for (String name : names) {
            fields.append(name, new BsonString(""));
        }
        return fields;
    }
}
