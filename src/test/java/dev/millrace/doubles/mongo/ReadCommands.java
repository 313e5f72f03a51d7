package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** find, getMore, killCursors, count and aggregate. */
final class ReadCommands {
    /** The options of find in the 4.2 generation and the fields that any command may carry; others are refused. */
    private static final Set<String> FIND_FIELDS = Set.of(
            "find",
            "filter",
            "sort",
            "projection",
            "hint",
            "skip",
            "limit",
            "batchSize",
            "ntoreturn",
            "singleBatch",
            "comment",
            "maxTimeMS",
            "readConcern",
            "max",
            "min",
            "returnKey",
            "showRecordId",
            "tailable",
            "awaitData",
            "oplogReplay",
            "noCursorTimeout",
            "allowPartialResults",
            "collation",
            "term",
            "options",
            "lsid",
            "$clusterTime",
            "$db",
            "$readPreference",
            "txnNumber",
            "startTransaction",
            "autocommit",
            "maxScan",
            "snapshot",
            "readOnce");

    /** Options that change the result and that the double would ignore: it says so instead. */
    private static final List<String> NOT_IMPLEMENTED =
            List.of("returnKey", "showRecordId", "tailable", "awaitData", "collation");

    private final Catalog catalog;
    private final Cursors cursors;
    private final Statistics statistics;
    private final Operations operations;
    private final Random random;
    private final boolean findTakesDiskUse;

    ReadCommands(Catalog catalog, Cursors cursors, Statistics statistics, Operations operations, Settings settings) {
        this.operations = operations;
        this.catalog = catalog;
        this.cursors = cursors;
        this.statistics = statistics;
        this.random = new Random(settings.seed());
        this.findTakesDiskUse = settings.maxWireVersion() > 9;
    }

    void register(Map<String, Command> commands) {
        commands.put("find", this::find);
        commands.put("getMore", this::getMore);
        commands.put("killCursors", this::killCursors);
        commands.put("count", this::count);
        commands.put("aggregate", this::aggregate);
    }

    private Reply find(Call call) {
        checkFields(call);
        Filter filter = Filter.of(call.document("filter"));
        Projection projection = Projection.of(call.document("projection"));
        long limit = call.number("limit", 0);
        long skip = call.number("skip", 0);
        long most = limit == 0 ? Long.MAX_VALUE : skip + limit;
        List<byte[]> found;
        @Nullable View view = catalog.view(call.namespace());
        if (view != null) {
            found = ViewReading.find(view, call, stages -> run(call, view.source(), stages), most);
        } else {
            StoredCollection collection = catalog.find(call.namespace());
            found = collection == null
                    ? List.of()
                    : new FindPlan(collection, call, filter).run(most, call.flag("allowDiskUse", false));
        }
        List<byte[]> kept = found.subList((int) Math.min(skip, found.size()), found.size());
        UnaryOperator<byte[]> shape = projection == null ? UnaryOperator.identity() : projection::apply;
        OpenCursor cursor = new OpenCursor(call.namespace(), kept, shape, limit != 0 && kept.size() == limit);
        return cursors.first(
                cursor, call.number("batchSize", Cursors.DEFAULT_FIRST_BATCH), call.flag("singleBatch", false));
    }

    private void checkFields(Call call) {
        for (String field : call.body().keySet()) {
            boolean known = FIND_FIELDS.contains(field) || (findTakesDiskUse && field.equals("allowDiskUse"));
            if (!known) {
                throw ErrorCode.FAILED_TO_PARSE.failure(
                        "Failed to parse: " + call.body().toJson() + ". Unrecognized field '" + field + "'.");
            }
            if (NOT_IMPLEMENTED.contains(field) && Expression.isTrue(call.body().get(field))) {
                throw ErrorCode.NOT_IMPLEMENTED.failure("the double has no " + field);
            }
        }
    }

    private Reply getMore(Call call) {
        long id = call.number("getMore", 0);
        if (cursors.changes.knows(id)) {
            return cursors.changes.more(call);
        }
        String collection = call.body().getString("collection").getValue();
        return cursors.more(id, call.database() + "." + collection, call.number("batchSize", 0));
    }

    private Reply killCursors(Call call) {
        BsonArray killed = new BsonArray();
        BsonArray notFound = new BsonArray();
        for (BsonValue id : call.body().getArray("cursors")) {
            (cursors.kill(id.asNumber().longValue()) ? killed : notFound).add(id);
        }
        return Reply.ok(new BsonDocument("cursorsKilled", killed)
                .append("cursorsNotFound", notFound)
                .append("cursorsAlive", new BsonArray())
                .append("cursorsUnknown", new BsonArray()));
    }

    private Reply count(Call call) {
        Filter filter = Filter.of(call.document("query"));
        @Nullable View view = catalog.view(call.namespace());
        @Nullable StoredCollection collection = catalog.find(call.namespace());
        long matching;
        if (view == null && filter.keepsEverything()) {
            matching = collection == null ? 0 : collection.count();
        } else {
            matching = documents(call, call.namespace()).stream()
                    .filter(document -> filter.matches(RawBson.view(document)))
                    .count();
        }
        long afterSkip = Math.max(0, matching - call.number("skip", 0));
        long limit = Math.abs(call.number("limit", 0));
        long counted = limit == 0 ? afterSkip : Math.min(limit, afterSkip);
        BsonValue n = counted <= Integer.MAX_VALUE ? new BsonInt32((int) counted) : new BsonInt64(counted);
        return Reply.ok(new BsonDocument("n", n));
    }

    private Reply aggregate(Call call) {
        if (!call.body().containsKey("cursor")) {
            throw ErrorCode.FAILED_TO_PARSE.failure(
                    "The 'cursor' option is required, except for aggregate with the explain argument");
        }
        if (stageName(call).equals("$changeStream")) {
            return cursors.changes.open(call);
        }
        if (stageName(call).equals("$currentOp") && call.database().equals("admin")) {
            List<BsonDocument> after = stages(call);
            return cursors.first(
                    new OpenCursor(
                            "admin.$cmd.aggregate",
                            pipeline(call).run(operations.all(), after.subList(1, after.size())),
                            UnaryOperator.identity(),
                            false),
                    Cursors.DEFAULT_FIRST_BATCH,
                    false);
        }
        if (!call.body().get("aggregate").isString()) {
            throw ErrorCode.INVALID_NAMESPACE.failure(
                    "{aggregate: 1} is not valid for '" + stageName(call) + "'; a collection is required.");
        }
        List<byte[]> result = run(call, call.namespace(), stages(call));
        OpenCursor cursor = new OpenCursor(call.namespace(), result, UnaryOperator.identity(), false);
        return cursors.first(
                cursor, Call.number(call.document("cursor"), "batchSize", Cursors.DEFAULT_FIRST_BATCH), false);
    }

    private static List<BsonDocument> stages(Call call) {
        List<BsonDocument> stages = new ArrayList<>();
        call.body()
                .getArray("pipeline")
                .forEach(stage -> stages.add(RawBson.decode(RawBson.encode(stage.asDocument()))));
        return stages;
    }

    private static String stageName(Call call) {
        BsonArray stages = call.body().getArray("pipeline");
        return stages.isEmpty() ? "" : stages.getFirst().asDocument().getFirstKey();
    }

    /** The result of the stages over a collection, or over a view and the views below it. */
    private List<byte[]> run(Call call, String namespace, List<BsonDocument> stages) {
        if (!stages.isEmpty() && stages.getFirst().containsKey("$collStats")) {
            StoredCollection collection = catalog.collectionNotView(namespace);
            byte[] first = statistics.collStatsStage(
                    namespace, collection, stages.getFirst().getDocument("$collStats"));
            return pipeline(call).run(List.of(first), stages.subList(1, stages.size()));
        }
        @Nullable View view = catalog.view(namespace);
        if (view != null) {
            List<BsonDocument> whole = new ArrayList<>(view.pipeline());
            whole.addAll(stages);
            return run(call, view.source(), whole);
        }
        StoredCollection collection = catalog.find(namespace);
        return collection == null ? pipeline(call).run(List.of(), stages) : runOn(collection, call, stages);
    }

    /** A leading $match is answered from the {@code _id} index, and in its order, where it can be. */
    private List<byte[]> runOn(StoredCollection collection, Call call, List<BsonDocument> stages) {
        Filter first = !stages.isEmpty() && stages.getFirst().containsKey("$match")
                ? Filter.of(stages.getFirst().getDocument("$match"))
                : Filter.EVERYTHING;
        List<StoredDocument> source = first.isOnId()
                ? collection.byId(first.idRange(), false, document -> true, Long.MAX_VALUE)
                : collection.inNaturalOrder(false, document -> true, Long.MAX_VALUE);
        return pipeline(call).run(source.stream().map(StoredDocument::bytes).toList(), stages);
    }

    private List<byte[]> documents(Call call, String namespace) {
        return run(call, namespace, List.of());
    }

    private Pipeline pipeline(Call call) {
        return new Pipeline(random, call.flag("allowDiskUse", false));
    }
}
