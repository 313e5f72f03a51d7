package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** collStats, dbStats and the $collStats stage: counts and bytes are true, storage figures are round guesses. */
final class Statistics {
    private static final long PAGE = 4096;

    private final Catalog catalog;
    private final String address;
    private final LogicalClock clock;

    Statistics(Catalog catalog, String address, LogicalClock clock) {
        this.catalog = catalog;
        this.address = address;
        this.clock = clock;
    }

    void register(Map<String, Command> commands) {
        commands.put("collStats", this::collStats);
        commands.put("collstats", this::collStats);
        commands.put("dbStats", this::dbStats);
        commands.put("dbstats", this::dbStats);
    }

    private Reply collStats(Call call) {
        StoredCollection collection = catalog.collectionNotView(call.namespace());
        BsonDocument reply = new BsonDocument("ns", new BsonString(call.namespace()));
        reply.putAll(collection == null ? ofNothing() : storage(collection));
        return Reply.ok(reply);
    }

    private static BsonDocument ofNothing() {
        return BsonDocument.parse("""
                {size: 0, count: 0, storageSize: 0, nindexes: 0, totalIndexSize: 0, indexDetails: {}, indexSizes: {},
                 scaleFactor: 1}""");
    }

    private static BsonDocument storage(StoredCollection collection) {
        long count = collection.count();
        long bytes = collection.bytes();
        List<Index> indexes = collection.indexes.list();
        long storage = (bytes / 3 / PAGE + 1) * PAGE;
        BsonDocument stats = new BsonDocument("size", number(bytes)).append("count", number(count));
        if (count > 0) {
            stats.append("avgObjSize", number(bytes / count));
        }
        stats.append("storageSize", number(storage)).append("capped", BsonBoolean.valueOf(collection.isCapped()));
        if (collection.isCapped()) {
            stats.append("max", collection.options.getOrDefault("max", new BsonInt32(-1)))
                    .append("maxSize", collection.options.get("size"))
                    .append("sleepCount", new BsonInt32(0))
                    .append("sleepMS", new BsonInt32(0));
        }
        BsonDocument sizes = new BsonDocument();
        BsonDocument details = new BsonDocument();
        for (Index index : indexes) {
            sizes.append(index.name(), number(PAGE));
            details.append(index.name(), new BsonDocument());
        }
        return stats.append("wiredTiger", new BsonDocument())
                .append("nindexes", new BsonInt32(indexes.size()))
                .append("indexDetails", details)
                .append("indexBuilds", new BsonArray())
                .append("totalIndexSize", number(PAGE * indexes.size()))
                .append("totalSize", number(storage + PAGE * indexes.size()))
                .append("indexSizes", sizes)
                .append("scaleFactor", new BsonInt32(1));
    }

    byte[] collStatsStage(String namespace, @Nullable StoredCollection collection, BsonDocument parts) {
        BsonDocument result = new BsonDocument("ns", new BsonString(namespace))
                .append("host", new BsonString(address))
                .append("localTime", new BsonDateTime(clock.millis()));
        boolean wantsFigures = parts.containsKey("storageStats") || parts.containsKey("count");
        if (collection == null && wantsFigures) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("Collection [" + namespace + "] not found.");
        }
        if (parts.containsKey("storageStats")) {
            result.append("storageStats", storage(collection));
        }
        if (parts.containsKey("count")) {
            result.append("count", number(collection.count()));
        }
        return RawBson.encode(result);
    }

    private Reply dbStats(Call call) {
        List<StoredCollection> collections = catalog.collections(call.database());
        long objects = collections.stream().mapToLong(StoredCollection::count).sum();
        long bytes = collections.stream().mapToLong(StoredCollection::bytes).sum();
        int indexes = collections.stream()
                .mapToInt(collection -> collection.indexes.list().size())
                .sum();
        double storage = PAGE * (double) collections.size();
        return Reply.ok(new BsonDocument("db", new BsonString(call.database()))
                .append("collections", new BsonInt32(collections.size()))
                .append("views", new BsonInt32(catalog.views(call.database()).size()))
                .append("objects", number(objects))
                .append("avgObjSize", new BsonDouble(objects == 0 ? 0 : (double) bytes / objects))
                .append("dataSize", new BsonDouble(bytes))
                .append("storageSize", new BsonDouble(storage))
                .append("indexes", new BsonInt32(indexes))
                .append("indexSize", new BsonDouble(PAGE * (double) indexes))
                .append("totalSize", new BsonDouble(storage + PAGE * (double) indexes))
                .append("scaleFactor", new BsonDouble(1))
                .append("fsUsedSize", new BsonDouble(1L << 37))
                .append("fsTotalSize", new BsonDouble(1L << 38)));
    }

    /** As the server writes counts: int32 while it fits. */
    static BsonValue number(long value) {
        return (int) value == value ? new BsonInt32((int) value) : new BsonInt64(value);
    }
}
