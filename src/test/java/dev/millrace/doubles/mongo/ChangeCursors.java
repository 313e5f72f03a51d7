package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The change streams that are open: {@code $changeStream}, and getMore on what it opened. */
final class ChangeCursors {
    private static final long USUAL_WAIT_MILLIS = 1000;

    private final Map<Long, ChangeCursor> open = new ConcurrentHashMap<>();
    private final Catalog catalog;
    private final History history;
    private final LogicalClock clock;
    private final Settings settings;
    private final Random random;

    ChangeCursors(Catalog catalog, History history, LogicalClock clock, Settings settings) {
        this.catalog = catalog;
        this.history = history;
        this.clock = clock;
        this.settings = settings;
        this.random = new Random(settings.seed() + 1);
    }

    Reply open(Call call) {
        ChangeOptions options = ChangeOptions.of(call, settings);
        if (options.scope().collection() != null) {
            catalog.collectionNotView(call.namespace());
        }
        Pipeline others = new Pipeline(new Random(settings.seed()), false);
        ChangeCursor cursor = new ChangeCursor(
                options,
                history,
                new ChangeEvents(options, catalog, settings.maxWireVersion()),
                new EventStages(options.stages(), others),
                clock.now());
        long batchSize = Call.number(call.document("cursor"), "batchSize", Cursors.DEFAULT_FIRST_BATCH);
        List<byte[]> batch = batchSize == 0 ? List.of() : cursor.next(batchSize, 0);
        long id = 0;
        if (!cursor.hasEnded()) {
            id = newId();
            open.put(id, cursor);
        }
        return new Reply.Batch("firstBatch", cursor.namespace, id, batch, idleToken(cursor));
    }

    /** Nothing says that Cosmos DB has such tokens. */
    private @Nullable BsonDocument idleToken(ChangeCursor cursor) {
        return settings.cosmos() == null ? cursor.resumeToken() : null;
    }

    private synchronized long newId() {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    boolean knows(long id) {
        return open.containsKey(id);
    }

    Reply more(Call call) {
        long id = call.number("getMore", 0);
        @Nullable ChangeCursor cursor = open.get(id);
        if (cursor == null) {
            throw ErrorCode.CURSOR_NOT_FOUND.failure("cursor id " + id + " not found");
        }
        long batchSize = call.number("batchSize", 0);
        List<byte[]> batch;
        try {
            batch = cursor.next(
                    batchSize <= 0 ? Long.MAX_VALUE : batchSize,
                    ChangeCursor.nanos(call.number("maxTimeMS", USUAL_WAIT_MILLIS)));
        } catch (CommandFailure failure) {
            open.remove(id);
            throw failure;
        }
        if (cursor.hasEnded()) {
            open.remove(id);
        }
        return new Reply.Batch("nextBatch", cursor.namespace, cursor.hasEnded() ? 0 : id, batch, idleToken(cursor));
    }

    boolean kill(long id) {
        ChangeCursor cursor = open.remove(id);
        if (cursor != null) {
            cursor.kill();
        }
        return cursor != null;
    }

    void killAll() {
        List.copyOf(open.keySet()).forEach(this::kill);
    }

    int count() {
        return open.size();
    }
}
