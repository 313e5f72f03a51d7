package dev.millrace.sink.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Writes that leave empty timestamps as they are. The driver has no option for that, so the commands are sent as they
 * stand in the server's documentation of `insert` and `update`. Such documents are few.
 *
 * @param concern one that is acknowledged
 */
record ExactWrites(MongoDatabase database, String collection, WriteConcern concern) implements DocumentWrites {

    /** What a server answers that does not know the field of these commands: `IDLUnknownField`. */
    static final int UNKNOWN_FIELD = 40415;

    @Override
    public void insert(List<RawBsonDocument> documents) {
        run(new BsonDocument("insert", new BsonString(collection)).append("documents", new BsonArray(documents)));
    }

    @Override
    public void replace(List<RawBsonDocument> documents) {
        List<BsonDocument> updates = documents.stream()
                .map(document -> new BsonDocument("q", DriverWrites.byId(document))
                        .append("u", document)
                        .append("upsert", BsonBoolean.TRUE))
                .toList();
        run(new BsonDocument("update", new BsonString(collection)).append("updates", new BsonArray(updates)));
    }

    @Override
    public boolean isStoredAs(RawBsonDocument ours, RawBsonDocument stored) {
        return RawDocument.isStoredAs(ours, stored);
    }

    private void run(BsonDocument command) {
        command.append("ordered", BsonBoolean.FALSE).append("bypassEmptyTsReplacement", BsonBoolean.TRUE);
        if (!concern.isServerDefault()) {
            command.append("writeConcern", concern.asDocument());
        }
        BsonDocument reply = database.runCommand(command, BsonDocument.class);
        List<BulkWriteError> errors = reply.getArray("writeErrors", new BsonArray()).stream()
                .map(BsonValue::asDocument)
                .map(ExactWrites::error)
                .toList();
        BsonDocument unmet = reply.getDocument("writeConcernError", new BsonDocument());
        if (!errors.isEmpty() || !unmet.isEmpty()) {
            throw new MongoBulkWriteException(
                    BulkWriteResult.acknowledged(0, 0, 0, 0, List.of(), List.of()),
                    errors,
                    unmet.isEmpty() ? null : concernError(unmet),
                    new ServerAddress(),
                    Set.of());
        }
    }

    private static BulkWriteError error(BsonDocument error) {
        return new BulkWriteError(
                number(error, "code"), text(error, "errmsg"), new BsonDocument(), number(error, "index"));
    }

    private static WriteConcernError concernError(BsonDocument error) {
        return new WriteConcernError(
                number(error, "code"), text(error, "codeName"), text(error, "errmsg"), new BsonDocument());
    }

    private static int number(BsonDocument error, String field) {
        return error.getNumber(field, new BsonInt32(0)).intValue();
    }

    private static String text(BsonDocument error, String field) {
        return error.getString(field, new BsonString("")).getValue();
    }
}
