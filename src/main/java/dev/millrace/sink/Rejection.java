package dev.millrace.sink;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RejectedDocument;
import java.util.Arrays;
import org.bson.RawBsonDocument;

/** Makes a rejected document of one that an encoder refused. Used rarely, and slow. */
public final class Rejection {

    private static final byte[] ID = {'_', 'i', 'd'};

    private Rejection() {}

    /** The document is a copy; its `_id` is empty where it has none that can be read. */
    public static RejectedDocument of(DocumentBatch batch, int index, String reason) {
        int offset = batch.offset(index);
        byte[] copy = Arrays.copyOfRange(batch.bytes(), offset, offset + batch.length(index));
        return new RejectedDocument(id(copy), reason, new RawBsonDocument(copy));
    }

    private static String id(byte[] document) {
        JsonBuffer json = new JsonBuffer(64);
        try {
            BsonCursor cursor = new BsonCursor();
            cursor.open(document, 0, document.length);
            while (cursor.next()) {
                if (isId(cursor)) {
                    new ExtendedJson(JsonMode.CANONICAL).writeValue(cursor, json);
                    return json.toString();
                }
            }
        } catch (MillraceException e) {
            // What makes the document corrupt may stand in front of its _id, or be its _id.
            return "";
        }
        return "";
    }

    private static boolean isId(BsonCursor cursor) {
        int from = cursor.nameOffset();
        return Arrays.equals(cursor.bytes(), from, from + cursor.nameLength(), ID, 0, ID.length);
    }
}
