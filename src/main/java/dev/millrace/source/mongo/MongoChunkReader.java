package dev.millrace.source.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.millrace.model.Chunk;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.DocumentId;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import dev.millrace.source.ChunkReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
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
    private final Backoff backoff;
    private final Chunk chunk;
    private final Landing landing;
    private final MongoCollection<Landing.Landed> collection;
    private final Deque<Stretch> stretches;
    private @Nullable MongoCursor<Landing.Landed> cursor;
    private @Nullable BsonValue lastId;
    private boolean stretchBegun;
    private long delivered;
    private int failures;

    MongoChunkReader(MongoConnection connection, ReadOptions options, Backoff backoff, Chunk chunk) {
        this.connection = connection;
        this.options = options;
        this.backoff = backoff;
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
                cursor = open(stretches.getFirst());
                connection.errors().reached();
            }
            if (cursor.hasNext()) {
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
                lastId = null;
                stretchBegun = false;
            }
        }
        return false;
    }

    private MongoCursor<Landing.Landed> open(Stretch stretch) {
        BsonDocument query = Filters.both(options.filter(), stretch.predicate());
        FindIterable<Landing.Landed> find = collection.find(query).batchSize(batchDocuments());
        stretch.constrain(find);
        if (!options.projection().isEmpty()) {
            find.projection(options.projection());
        }
        if (options.limit() > 0) {
            long left = options.limit() - delivered;
            landing.expect(left, lastId);
            // One more, because a stretch that is continued may begin with the document seen last.
            find.limit((int) Math.min(Integer.MAX_VALUE, lastId == null ? left : left + 1));
        } else {
            landing.expect(Long.MAX_VALUE, lastId);
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
        int last = batch.size() - 1;
        delivered += batch.size();
        stretchBegun = true;
        lastId = options.keepsIds() ? DocumentId.of(batch.bytes(), batch.offset(last), batch.length(last)) : null;
        failures = 0;
    }

    private void reopenOrThrow(RuntimeException failure) {
        closeCursor();
        boolean worthATry = connection.errors().kind(failure) == FailureKind.TRANSIENT
                && failures < backoff.waits().size()
                && !Thread.currentThread().isInterrupted();
        if (!worthATry || (stretchBegun && !canContinue(stretches.getFirst()))) {
            throw connection.errors().explain("read " + chunk, chunk.namespace().database(), failure);
        }
        LOG.debugf("%s: cursor lost, opening it again", chunk);
        Retries.pause(backoff.waits().get(failures++));
        if (lastId != null) {
            Optional<Stretch> rest = stretches.removeFirst().after(lastId);
            rest.ifPresent(stretches::addFirst);
            stretchBegun = rest.isPresent();
            lastId = rest.isPresent() ? lastId : null;
        }
    }

    /** On a sharded cluster two documents may have one `_id`, and "behind the last `_id`" would leave one out. */
    private boolean canContinue(Stretch stretch) {
        return stretch.isResumable() && lastId != null && !connection.isSharded();
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
