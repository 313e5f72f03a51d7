package dev.millrace.source.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import dev.millrace.mongo.Retries;
import dev.millrace.source.ChunkSize;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Divides one collection. Three ways, each of them complete:
 *
 * <ul>
 *   <li>index bounds on `_id`, which span all types: the rule;
 *   <li>queries on `_id` within each bracket of types, where a server has no index bounds (Cosmos DB), where the
 *       collection has no `_id` index (clustered), or where the filter speaks of `_id` alone, so that the server
 *       reads no more than it has to;
 *   <li>one chunk in natural order for what has no `_id` order to rely on: views, capped and time-series collections.
 * </ul>
 *
 * A filter on other fields is checked for each document of the index bounds. An index on those fields is not used on
 * purpose: a document whose indexed field changes during the scan can be met twice there, or not at all.
 */
final class ChunkPlanner {

    private final MongoConnection connection;
    private final ReadOptions options;
    private final CollectionInfo info;
    private final ChunkSize size;
    private final RangeEmitter out;
    private final Retries retries;

    ChunkPlanner(
            MongoConnection connection,
            ReadOptions options,
            CollectionInfo info,
            ChunkSize size,
            Consumer<ChunkRange> ranges,
            Retries retries) {
        this.connection = connection;
        this.options = options;
        this.info = info;
        this.size = size;
        this.retries = retries;
        this.out = new RangeEmitter(info, size, options, ranges);
    }

    void plan() {
        if (info.kind() != CollectionKind.COLLECTION) {
            // A view refuses hints; a capped collection is read in the order of insertion, and only so.
            out.whole(Bounds.natural(info.kind() == CollectionKind.CAPPED));
            return;
        }
        try {
            divide();
        } catch (MongoCommandException e) {
            if (out.isUntouched() && MongoErrors.isRefusal(e) && !MongoErrors.isUnauthorized(e)) {
                // Something without an _id index after all: a view that may be read and not be listed.
                out.whole(Bounds.natural(false));
            } else {
                throw e;
            }
        }
    }

    private void divide() {
        boolean indexed = !connection.isCosmos() && !isClustered();
        BsonDocument ids = options.filtersOnlyIds() ? options.filter() : new BsonDocument();
        IdSeek seek = new IdSeek(collection(), ids, indexed, retries);
        BsonValue smallest = seek.smallest();
        BsonValue largest = smallest == null ? null : seek.largest();
        connection.errors().reached();
        if (smallest == null || largest == null) {
            out.whole(Bounds.natural(false));
        } else if (indexed && !options.filtersOnlyIds() && seek.keepsToIndexBounds(smallest, largest)) {
            ServerBoundaries server = new ServerBoundaries(connection.client(), info.namespace(), retries);
            new SpanPlanner(server, info, size, options, seek, out).plan(smallest, largest);
        } else {
            boolean hinted = indexed && !options.filter().isEmpty();
            new BracketPlanner(info, size, options, seek, out, hinted).plan(smallest, largest);
        }
    }

    private MongoCollection<BsonDocument> collection() {
        return connection
                .client()
                .getDatabase(info.namespace().database())
                .getCollection(info.namespace().collection(), BsonDocument.class);
    }

    private boolean isClustered() {
        return info.metadata().containsKey("options")
                && info.metadata().getDocument("options").containsKey("clusteredIndex");
    }
}
