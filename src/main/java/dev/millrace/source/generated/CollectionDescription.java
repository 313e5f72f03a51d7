package dev.millrace.source.generated;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** What is known of a made-up collection before it is made: its size, measured on some documents, and its indexes. */
final class CollectionDescription {

    private static final int MEASURED = 1000;

    private CollectionDescription() {}

    static CollectionInfo of(Namespace namespace, DatasetCollection collection, long seed) {
        return new CollectionInfo(
                namespace,
                CollectionKind.COLLECTION,
                collection.count(),
                estimatedBytes(collection, seed),
                metadata(namespace, collection.dataset()));
    }

    /** Where one of equal parts of a collection starts, without the product that could overflow. */
    static long start(long part, long parts, long count) {
        return count / parts * part + count % parts * part / parts;
    }

    private static long estimatedBytes(DatasetCollection collection, long seed) {
        long count = collection.count();
        long measured = Math.min(MEASURED, count);
        DocumentGenerator generator = collection.dataset().generator(seed, count);
        BsonAppender document = new BsonAppender();
        long bytes = 0;
        for (long i = 0; i < measured; i++) {
            document.clear();
            generator.write(start(i, measured, count), document);
            bytes += document.length();
        }
        return measured == count ? bytes : Math.round((double) bytes / measured * count);
    }

    /** In the layout of mongodump's `metadata.json`. */
    private static BsonDocument metadata(Namespace namespace, Dataset dataset) {
        BsonArray indexes = new BsonArray();
        indexes.add(index(new BsonDocument("key", new BsonDocument("_id", new BsonInt32(1)))));
        dataset.indexes().forEach(index -> indexes.add(index(index)));
        return new BsonDocument("options", new BsonDocument())
                .append("indexes", indexes)
                .append("collectionName", new BsonString(namespace.collection()))
                .append("type", new BsonString("collection"));
    }

    private static BsonDocument index(BsonDocument definition) {
        BsonDocument index = new BsonDocument("v", new BsonInt32(2));
        index.putAll(definition);
        StringBuilder name = new StringBuilder();
        definition
                .getDocument("key")
                .forEach((field, direction) -> name.append(name.isEmpty() ? "" : "_")
                        .append(field)
                        .append('_')
                        .append(
                                direction.isNumber()
                                        ? direction.asNumber().intValue()
                                        : direction.asString().getValue()));
        index.putIfAbsent("name", new BsonString(name.toString().equals("_id_1") ? "_id_" : name.toString()));
        return index;
    }
}
