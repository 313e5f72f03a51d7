package dev.millrace.sink.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * The driver's own bulk writes.
 *
 * @param stamped whether the documents are known to hold empty timestamps that the server fills
 */
record DriverWrites(MongoCollection<RawBsonDocument> collection, boolean stamped) implements DocumentWrites {

    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);
    private static final BulkWriteOptions UNORDERED_BULK = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    @Override
    public void insert(List<RawBsonDocument> documents) {
        collection.insertMany(documents, UNORDERED);
    }

    @Override
    public void replace(List<RawBsonDocument> documents) {
        collection.bulkWrite(
                documents.stream()
                        .map(document -> new ReplaceOneModel<>(byId(document), document, UPSERT))
                        .toList(),
                UNORDERED_BULK);
    }

    @Override
    public boolean isStoredAs(RawBsonDocument ours, RawBsonDocument stored) {
        return stamped ? EmptyTimestampScan.isStoredAs(ours, stored) : RawDocument.isStoredAs(ours, stored);
    }

    /** A query that takes the `_id` as a value, whatever it is. */
    static BsonDocument byId(RawBsonDocument document) {
        return new BsonDocument("_id", new BsonDocument("$eq", document.get("_id")));
    }
}
