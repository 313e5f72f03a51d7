package dev.millrace.doubles.mongo;

import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Collections and views as listCollections shows them. */
final class CatalogEntries {
    private CatalogEntries() {}

    static BsonDocument of(StoredCollection collection) {
        boolean timeSeries = collection.options.containsKey("timeseries");
        BsonDocument entry = new BsonDocument("name", new BsonString(collection.name))
                .append("type", new BsonString(timeSeries ? "timeseries" : "collection"))
                .append("options", collection.options);
        if (timeSeries) {
            return entry.append("info", new BsonDocument("readOnly", BsonBoolean.FALSE));
        }
        return entry.append(
                        "info",
                        new BsonDocument("readOnly", BsonBoolean.FALSE).append("uuid", new BsonBinary(collection.uuid)))
                .append("idIndex", collection.indexes.idIndex());
    }

    static BsonDocument of(View view) {
        return new BsonDocument("name", new BsonString(view.name()))
                .append("type", new BsonString("view"))
                .append("options", view.options())
                .append("info", new BsonDocument("readOnly", BsonBoolean.TRUE));
    }

    static BsonDocument nameOnly(BsonDocument entry) {
        return new BsonDocument("name", entry.get("name")).append("type", entry.get("type"));
    }
}
