package dev.millrace.source.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.Attempts;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import dev.millrace.mongo.cosmos.RequestBudget;
import dev.millrace.mongo.cosmos.RequestKind;
import dev.millrace.source.ChunkReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.codecs.configuration.CodecRegistries;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chunk's stretches one after the other. A cursor that is lost in the middle is opened again behind the last
 * `_id` delivered, where there is such a place; otherwise the failure is TRANSIENT and the chunk is to be read again.
 */
final class MongoChunkReader implements ChunkReader {

    private static final Logger LOG = Logger.getLogger(MongoChunkReader.class);
    private static final long ASSUMED_AVERAGE_BYTES = 1024;
    private static final int LARGEST_BATCH_DOCUMENTS = 100_000;

    private final MongoConnection connection;
    private final ReadOptions options;
    private final Attempts attempts;
    private final RequestBudget budget;
    private final CosmosIds cosmosIds;
    private final RequestKind first;
    private final RequestKind more;
    private final Chunk chunk;
    private final Landing landing;
    private final MongoCollection<Landing.Landed> collection;
    private final Deque<Stretch> stretches;
    private @Nullable MongoCursor<Landing.Landed> cursor;
    private @Nullable Seen last;
    private boolean stretchBegun;
    private long delivered;
    private int asked;

    MongoChunkReader(
            MongoConnection connection, ReadOptions options, Retries retries, CosmosIds cosmosIds, Chunk chunk) {
        this.connection = connection;
        this.options = options;
        this.attempts = retries.cursorAttempts();
        this.budget = retries.budget();
        this.cosmosIds = cosmosIds;
        String database = chunk.namespace().database();
        this.first = new RequestKind("find", database, chunk.namespace().collection());
        this.more = new RequestKind("getMore", database, chunk.namespace().collection());
        this.chunk = chunk;
        this.landing = new Landing(options.batchBytes());
        this.collection = connection
                .client()
                .getDatabase(chunk.namespace().database())
                .getCollection(chunk.namespace().collection(), Landing.Landed.class)
                .withCodecRegistry(CodecRegistries.fromRegistries(
                        CodecRegistries.fromCodecs(landing), MongoClientSettings.getDefaultCodecRegistry()));
        this.stretches = new ArrayDeque<>(Bounds.stretches(chunk.range().bounds()));
    }

    @Override
    public boolean read(DocumentBatch batch) {
        batch.clear();
        landing.into(batch);
        while (true) {
            try {
                if (batch.isEmpty() && !advance(batch)) {
                    return false;
                }
                remember(batch);
                return true;
            } catch (MongoException | BSONException e) {
                batch.clear();
                reopenOrThrow(e);
            }
        }
    }

    /** Lets the next reply land in the batch; false at the end of the chunk. */
    private boolean advance(DocumentBatch batch) {
        while (!stretches.isEmpty() && !(options.limit() > 0 && delivered >= options.limit())) {
            if (cursor == null) {
                Stretch stretch = stretches.getFirst();
                asked = budget.documentsAtOnce(first, batchDocuments());
                cursor = budget.spend(first, asked, () -> open(stretch), MongoChunkReader::received);
                connection.errors().reached();
            }
            if (hasNext(cursor)) {
                // The documents have landed when the reply was decoded; the driver only has markers to give.
                cursor.next();
                while (cursor.available() > 0) {
                    cursor.next();
                }
                if (!batch.isEmpty()) {
                    return true;
                }
            } else {
                closeCursor();
                stretches.removeFirst();
                last = null;
                stretchBegun = false;
            }
        }
        return false;
    }

    /** Asks the server only where the driver has nothing left to give. */
    private boolean hasNext(MongoCursor<Landing.Landed> open) {
        boolean asks = open.available() == 0 && open.getServerCursor() != null;
        return asks ? budget.spend(more, asked, open::hasNext, any -> received(open)) : open.hasNext();
    }

    private static long received(MongoCursor<Landing.Landed> open) {
        return Math.max(1, open.available());
    }

    private MongoCursor<Landing.Landed> open(Stretch stretch) {
        BsonDocument query = Filters.both(options.filter(), stretch.predicate());
        // The documents seen last may come once more, and a batch of these alone would lead nowhere.
        int again = last == null ? 0 : Math.max(1, last.documents().size());
        FindIterable<Landing.Landed> find = collection.find(query).batchSize(asked + again);
        stretch.constrain(find);
        if (!options.projection().isEmpty()) {
            find.projection(options.projection());
        }
        if (options.limit() > 0) {
            long left = options.limit() - delivered;
            landing.expect(left, last);
            find.limit((int) Math.min(Integer.MAX_VALUE, left + again));
        } else {
            landing.expect(Long.MAX_VALUE, last);
        }
        return find.cursor();
    }

    private int batchDocuments() {
        long documents = chunk.range().documents();
        long bytes = chunk.range().bytes();
        long average = documents > 0 && bytes > 0 ? Math.max(1, bytes / documents) : ASSUMED_AVERAGE_BYTES;
        return Math.clamp(options.batchBytes() / average, 1, LARGEST_BATCH_DOCUMENTS);
    }

    private void remember(DocumentBatch batch) {
        delivered += batch.size();
        stretchBegun = true;
        if (options.keepsIds()) {
            last = connection.isCosmos() ? Seen.lastOf(batch, last) : Seen.lastOf(batch);
        }
        attempts.progressed();
    }

    private void reopenOrThrow(RuntimeException failure) {
        closeCursor();
        // Also before the chunk is begun anew: what is throttled is not to be asked at once.
        boolean worthATry = attempts.pauseAfter(failure);
        if (!worthATry || (stretchBegun && !canContinue(stretches.getFirst()))) {
            throw connection.errors().explain("read " + chunk, chunk.namespace().database(), failure);
        }
        LOG.debugf("%s: cursor lost, opening it again", chunk);
        if (last != null) {
            moveBehind(last);
        }
    }

    private void moveBehind(Seen seen) {
        Stretch begun = stretches.removeFirst();
        if (cosmosIds.mayRepeat(chunk.namespace())) {
            stretches.addFirst(begun.from(seen.id()));
            return;
        }
        Optional<Stretch> rest = begun.after(seen.id());
        rest.ifPresent(stretches::addFirst);
        stretchBegun = rest.isPresent();
        last = rest.isPresent() ? new Seen(seen.id(), List.of()) : null;
    }

    /** On a sharded cluster two documents may have one `_id`, and "behind the last `_id`" would leave one out. */
    private boolean canContinue(Stretch stretch) {
        return stretch.isResumable() && last != null && !connection.isSharded();
    }

    private void closeCursor() {
        MongoCursor<Landing.Landed> open = cursor;
        cursor = null;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (MongoException e) {
            // The server forgets a cursor by itself when nobody asks it for ten minutes.
            LOG.debugf("%s: cursor not closed: %s", chunk, e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        stretches.clear();
        closeCursor();
    }
}
