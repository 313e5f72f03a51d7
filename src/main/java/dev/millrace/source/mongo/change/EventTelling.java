package dev.millrace.source.mongo.change;

import dev.millrace.model.ChangeEvent;
import dev.millrace.model.ChangeHeader;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.ResumePoint;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Makes events of what the server sends. Not thread-safe. */
final class EventTelling {

    private final RawEvent fields = new RawEvent();

    ChangeEvent of(RawBsonDocument raw) {
        fields.walk(raw);
        ResumePoint point = fields.point();
        if (point == null) {
            throw incomplete("has no resume token in _id");
        }
        // Cosmos DB does not say what was done: its feed holds documents as they are after a change.
        String operation =
                fields.operationName().isEmpty() && fields.document() != null ? "replace" : fields.operationName();
        ChangeHeader header = new ChangeHeader(
                point,
                operation,
                fields.database(),
                fields.collection(),
                fields.clusterTime(),
                fields.wallTime(),
                fields.transaction(),
                raw);
        return switch (operation) {
            case "insert" -> new ChangeEvent.Insert(header, key(), fields.document());
            case "update" ->
                new ChangeEvent.Update(header, key(), fields.document(), fields.before(), fields.description());
            case "replace" -> new ChangeEvent.Replace(header, key(), fields.document(), fields.before());
            case "delete" -> new ChangeEvent.Delete(header, key(), fields.before());
            case "drop" -> new ChangeEvent.Drop(header);
            case "rename" -> rename(header);
            case "dropDatabase" -> new ChangeEvent.DropDatabase(header);
            case "invalidate" -> new ChangeEvent.Invalidate(header);
            case "" -> throw incomplete("does not say what was done");
            default -> new ChangeEvent.Other(header);
        };
    }

    private ChangeEvent rename(ChangeHeader header) {
        return fields.toDatabase().isEmpty() || fields.toCollection().isEmpty()
                ? new ChangeEvent.Other(header)
                : new ChangeEvent.Rename(header, new Namespace(fields.toDatabase(), fields.toCollection()));
    }

    private RawBsonDocument key() {
        @Nullable RawBsonDocument key = fields.key();
        if (key == null) {
            throw incomplete("has no documentKey");
        }
        return key;
    }

    private static MillraceException incomplete(String what) {
        return new MillraceException(
                FailureKind.DATA,
                "an event of the change stream " + what,
                "let the pipeline keep _id, operationType, ns and documentKey");
    }
}
