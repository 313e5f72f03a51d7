package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoErrors;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Gathers what is known of one collection. What the user may not ask for stays unknown: the documents can be read all
 * the same.
 */
final class CollectionFacts {

    private final MongoDatabase database;
    private final MongoCollection<BsonDocument> collection;
    private final Namespace namespace;
    private final BsonDocument entry;

    /** @param entry of `listCollections`; a name alone where nothing else is known */
    CollectionFacts(MongoDatabase database, Namespace namespace, BsonDocument entry) {
        // Statistics have no read concern; some servers refuse one.
        this.database = database.withReadConcern(ReadConcern.DEFAULT);
        this.collection = this.database.getCollection(namespace.collection(), BsonDocument.class);
        this.namespace = namespace;
        this.entry = entry;
    }

    CollectionInfo gather() {
        CollectionKind kind = kind();
        if (kind == CollectionKind.VIEW || kind == CollectionKind.TIMESERIES) {
            // Counting either would run its pipeline over everything.
            return new CollectionInfo(namespace, kind, CollectionInfo.UNKNOWN, CollectionInfo.UNKNOWN, metadata(kind));
        }
        long documents = unlessRefused(collection::estimatedDocumentCount);
        long bytes = unlessRefused(this::storedBytes);
        if (bytes == CollectionInfo.UNKNOWN) {
            bytes = unlessRefused(this::toldBytes);
        }
        return new CollectionInfo(namespace, kind, documents, bytes, metadata(kind));
    }

    private CollectionKind kind() {
        return switch (type()) {
            case "view" -> CollectionKind.VIEW;
            case "timeseries" -> CollectionKind.TIMESERIES;
            default ->
                options().getBoolean("capped", BsonBoolean.FALSE).getValue()
                        ? CollectionKind.CAPPED
                        : CollectionKind.COLLECTION;
        };
    }

    private String type() {
        return entry.getString("type", new BsonString("collection")).getValue();
    }

    private BsonDocument options() {
        return entry.getDocument("options", new BsonDocument());
    }

    /** On a sharded cluster each shard answers for itself. */
    private long storedBytes() {
        long bytes = 0;
        BsonDocument stage = new BsonDocument("$collStats", new BsonDocument("storageStats", new BsonDocument()));
        for (BsonDocument shard : collection.aggregate(List.of(stage))) {
            BsonDocument storage = shard.getDocument("storageStats", new BsonDocument());
            bytes += storage.containsKey("size") ? storage.getNumber("size").longValue() : 0;
        }
        return bytes;
    }

    /** Cosmos DB has the older command, and of its answer the most important part. */
    private long toldBytes() {
        BsonDocument stats = database.runCommand(
                new BsonDocument("collStats", new BsonString(namespace.collection())), BsonDocument.class);
        return stats.isNumber("size") ? stats.getNumber("size").longValue() : CollectionInfo.UNKNOWN;
    }

    /** The layout of the file that mongodump writes beside a collection. */
    private BsonDocument metadata(CollectionKind kind) {
        BsonDocument metadata = new BsonDocument();
        if (!options().isEmpty()) {
            metadata.append("options", options());
        }
        metadata.append("indexes", kind == CollectionKind.VIEW ? new BsonArray() : indexes());
        BsonValue uuid = entry.getDocument("info", new BsonDocument()).get("uuid");
        if (uuid != null && uuid.isBinary()) {
            metadata.append(
                    "uuid",
                    new BsonString(HexFormat.of().formatHex(uuid.asBinary().getData())));
        }
        return metadata.append("collectionName", new BsonString(namespace.collection()))
                .append("type", new BsonString(type()));
    }

    private BsonArray indexes() {
        List<BsonDocument> indexes = new ArrayList<>();
        unlessRefused(
                () -> collection.listIndexes(BsonDocument.class).into(indexes).size());
        return new BsonArray(indexes);
    }

    private static long unlessRefused(LongSupplier question) {
        try {
            return question.getAsLong();
        } catch (MongoCommandException e) {
            if (MongoErrors.isRefusal(e)) {
                return CollectionInfo.UNKNOWN;
            }
            throw e;
        }
    }
}
