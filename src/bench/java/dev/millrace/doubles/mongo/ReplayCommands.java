package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonObjectId;
import org.jspecify.annotations.Nullable;

/** The commands that are about the replayed documents: which of them a cursor gives, how many there are, where to divide them. */
final class ReplayCommands {

    private final String namespace;
    private final ReplayDocuments documents;
    private final Map<Long, ReplayCursor> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(1L << 32);

    ReplayCommands(String namespace, ReplayDocuments documents) {
        this.namespace = namespace;
        this.documents = documents;
    }

    /** Whether a command is about the documents, and not about the server. */
    boolean isMeant(Call call) {
        return switch (call.name()) {
            case "find", "aggregate", "count", "collStats" -> call.namespace().equals(namespace);
            case "getMore" -> open.containsKey(call.number("getMore", 0));
            case "splitVector" -> call.text("splitVector", "").equals(namespace);
            default -> false;
        };
    }

    /** What a figure is asked for: the reply; null where documents are asked for. */
    @Nullable
    Reply figures(Call call) {
        return switch (call.name()) {
            case "count" -> Reply.ok(new BsonDocument("n", new BsonInt32(documents.count())));
            case "collStats" -> Reply.ok(storage());
            case "splitVector" -> Reply.ok(new BsonDocument("splitKeys", splitKeys(call)));
            case "aggregate" -> stage(call).containsKey("$collStats") ? statistics() : null;
            default -> null;
        };
    }

    private Reply statistics() {
        byte[] stage = RawBson.encode(new BsonDocument("storageStats", storage()));
        return new Reply.Batch("firstBatch", namespace, 0, List.of(stage), null);
    }

    private BsonDocument storage() {
        return new BsonDocument("size", Statistics.number(documents.bytes()))
                .append("count", Statistics.number(documents.count()))
                .append("avgObjSize", Statistics.number(documents.bytes() / Math.max(1, documents.count())));
    }

    /** As {@link SplitVector} counts. */
    private BsonArray splitKeys(Call call) {
        BsonArray keys = new BsonArray();
        long average = Math.max(1, documents.bytes() / Math.max(1, documents.count()));
        long most = call.number("maxChunkSizeBytes", Long.MAX_VALUE) / (2 * average);
        long step = Math.max(1, Math.min(most, call.number("maxChunkObjects", Long.MAX_VALUE)));
        for (long at = step; at < documents.count(); at += step + 1) {
            keys.add(new BsonDocument("_id", new BsonObjectId(documents.id((int) at))));
        }
        return keys;
    }

    long newId() {
        return ids.incrementAndGet();
    }

    void keep(long id, ReplayCursor cursor) {
        open.put(id, cursor);
    }

    /** The cursor of a getMore. */
    ReplayCursor get(long id) {
        ReplayCursor cursor = open.get(id);
        if (cursor == null) {
            throw ErrorCode.CURSOR_NOT_FOUND.failure("cursor id " + id + " not found");
        }
        return cursor;
    }

    void forget(long id) {
        open.remove(id);
    }

    ReplayCursor open(Call call) {
        return call.name().equals("find") ? find(call) : sample(call);
    }

    private ReplayCursor sample(Call call) {
        BsonDocument stage = stage(call);
        if (!stage.containsKey("$sample")) {
            throw ErrorCode.NOT_IMPLEMENTED.failure("the replay has no stage " + stage.getFirstKey());
        }
        int size = stage.getDocument("$sample").getNumber("size").intValue();
        int drawn = Math.min(size, documents.count());
        return new ReplayCursor(namespace, 0, drawn, Math.max(1, documents.count() / Math.max(1, drawn)), false);
    }

    private static BsonDocument stage(Call call) {
        return call.body().getArray("pipeline").getFirst().asDocument();
    }

    private ReplayCursor find(Call call) {
        ReplayRange range = new ReplayRange(documents);
        range.from(call.document("min").getOrDefault("_id", new BsonMinKey()));
        range.to(call.document("max").getOrDefault("_id", new BsonMaxKey()));
        range.filter(call.document("filter"));
        int skipped = (int) Math.min(range.size(), call.number("skip", 0));
        int limit = (int) call.number("limit", 0);
        int left = range.size() - skipped;
        boolean limited = limit > 0 && limit <= left;
        BsonDocument sort = call.document("sort");
        boolean descends = sort.containsKey("_id") && sort.getNumber("_id").intValue() < 0;
        return new ReplayCursor(
                namespace,
                descends ? range.end() - 1 - skipped : range.begin() + skipped,
                limited ? limit : left,
                descends ? -1 : 1,
                limited);
    }
}
