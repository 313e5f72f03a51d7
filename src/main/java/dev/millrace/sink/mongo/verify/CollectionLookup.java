package dev.millrace.sink.mongo.verify;

import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.millrace.bson.BsonOrder;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BSONException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Asks a server for documents by `_id`. Safe for use by many threads. */
final class CollectionLookup implements DocumentLookup {

    private final MongoConnection connection;
    private final Namespace namespace;
    private final MongoCollection<RawBsonDocument> collection;
    private final BsonDocument projection;
    private final Retries retries;

    /** @param projection the fields that are compared; empty for all */
    CollectionLookup(
            MongoConnection connection,
            Namespace namespace,
            MongoCollection<RawBsonDocument> collection,
            BsonDocument projection,
            Retries retries) {
        this.connection = connection;
        this.namespace = namespace;
        this.collection = collection;
        this.projection = projection;
        this.retries = retries;
    }

    @Override
    public Map<BsonValue, HeldDocument> of(List<BsonValue> ids) {
        try {
            return retries.ask(() -> find(ids));
        } catch (MongoException | BSONException e) {
            throw connection.errors().explain("look documents up in " + namespace, namespace.database(), e);
        }
    }

    private Map<BsonValue, HeldDocument> find(List<BsonValue> ids) {
        Map<BsonValue, HeldDocument> found = new TreeMap<>(BsonOrder.ASCENDING);
        if (ids.isEmpty()) {
            return found;
        }
        FindIterable<RawBsonDocument> find =
                collection.find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))));
        if (!projection.isEmpty()) {
            find.projection(projection);
        }
        try (MongoCursor<RawBsonDocument> documents = find.cursor()) {
            while (documents.hasNext()) {
                RawBsonDocument document = documents.next();
                BsonValue id = document.get("_id");
                if (id != null) {
                    found.merge(id, new HeldDocument(document, 1), (held, more) -> held.oncemore());
                }
            }
        }
        return found;
    }
}
