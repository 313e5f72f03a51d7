package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What Cosmos DB puts around every command: its price, its refusals, and what MongoDB has and it has not. */
final class CosmosCommands {
    private static final Set<String> MISSING =
            Set.of("splitVector", "dbStats", "dbstats", "replSetGetStatus", "getParameter");
    private static final Set<String> PRICED = Set.of("find", "getMore", "count", "aggregate");
    private static final Set<String> WRITES = Set.of("insert", "update", "delete");

    private final CosmosAccount account;
    private final Throughput throughput;
    private final Catalog catalog;
    private final Cursors cursors;
    private final CountDownLatch serverClosing;

    CosmosCommands(
            CosmosAccount account,
            Throughput throughput,
            Catalog catalog,
            Cursors cursors,
            CountDownLatch serverClosing) {
        this.account = account;
        this.throughput = throughput;
        this.catalog = catalog;
        this.cursors = cursors;
        this.serverClosing = serverClosing;
    }

    void register(Map<String, Command> commands) {
        MISSING.forEach(commands::remove);
        commands.put("getLastRequestStatistics", CosmosCommands::lastRequest);
        commands.put("customAction", this::customAction);
        for (String name : Set.of("collStats", "collstats")) {
            commands.put(name, this::collStats);
        }
    }

    Reply run(Call call, Command command) {
        if (PRICED.contains(call.name())) {
            CosmosLimits.check(call, catalog);
            admit(call);
            return charged(call, command, System.nanoTime());
        }
        if (WRITES.contains(call.name())) {
            refuseRetryableWrites(call);
            return charged(call, command, System.nanoTime());
        }
        return command.run(call);
    }

    private Reply charged(Call call, Command command, long start) {
        call.client().charge = 0;
        Reply reply = command.run(call);
        double units = WRITES.contains(call.name()) ? call.client().charge : Charges.ofRead(call, reply, catalog);
        if (PRICED.contains(call.name())) {
            throughput.spend(units);
        }
        call.client().lastRequest = new BsonDocument("_t", new BsonString("GetRequestStatisticsResponse"))
                .append("CommandName", new BsonString(call.name()))
                .append("RequestCharge", new BsonDouble(units))
                .append("RequestDurationInMilliSeconds", new BsonDouble((System.nanoTime() - start) / 1e6));
        return reply;
    }

    /** One write of a command, with its own admission. */
    void write(Call call, int bytes) {
        Optional<Duration> refusal = throughput.admit();
        if (refusal.isPresent()) {
            throw tooManyRequests(refusal.get());
        }
        double units = Charges.ofWrite(bytes);
        call.client().charge += units;
        throughput.spend(units);
    }

    private void admit(Call call) {
        long deadline = System.nanoTime() + account.waitsFor().toNanos();
        Optional<Duration> refusal = throughput.admit();
        while (refusal.isPresent()) {
            if (System.nanoTime() >= deadline) {
                if (call.name().equals("getMore") && account.losesThrottledCursors()) {
                    cursors.kill(call.number("getMore", 0));
                }
                throw account.waitsFor().isZero()
                        ? tooManyRequests(refusal.get())
                        : new CommandFailure(50, "ExceededTimeLimit", "Request timed out.");
            }
            await(refusal.get());
            refusal = throughput.admit();
        }
    }

    private void await(Duration time) {
        try {
            serverClosing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static CommandFailure tooManyRequests(Duration retryAfter) {
        return new CommandFailure(
                16500,
                "RequestRateTooLarge",
                "Error=16500, RetryAfterMs=" + retryAfter.toMillis()
                        + ", Details='Response status code does not indicate success: TooManyRequests (429);"
                        + " Substatus: 3200; ActivityId: 5b5ae0b2; Reason: (no changes were made)'");
    }

    private static void refuseRetryableWrites(Call call) {
        if (call.body().containsKey("txnNumber")) {
            throw ErrorCode.INVALID_OPTIONS.failure("Retryable writes are not supported. Please disable retryable"
                    + " writes by specifying \"retrywrites=false\" in the connection string or an equivalent"
                    + " driver specific config.");
        }
    }

    private static Reply lastRequest(Call call) {
        BsonDocument last = call.client().lastRequest;
        if (last == null) {
            throw ErrorCode.BAD_VALUE.failure("no request was made on this connection");
        }
        return Reply.ok(last.clone());
    }

    private Reply customAction(Call call) {
        String action = call.text("customAction", "");
        if (!action.equals("GetCollection")) {
            throw ErrorCode.BAD_VALUE.failure("the double knows no custom action '" + action + "'");
        }
        String namespace = call.database() + "." + call.text("collection", "");
        if (catalog.find(namespace) == null) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("collection not found");
        }
        BsonDocument reply = new BsonDocument("_t", new BsonString("GetCollectionResponse"))
                .append("database", new BsonString(call.database()))
                .append("collection", new BsonString(call.text("collection", "")));
        if (!account.shardKey().isEmpty()) {
            reply.append("shardKeyDefinition", new BsonDocument(account.shardKey(), new BsonString("hash")));
        }
        return Reply.ok(reply.append("provisionedThroughput", new BsonInt32((int) throughput.provisioned())));
    }

    /** Counts and bytes, and none of the details. */
    private Reply collStats(Call call) {
        StoredCollection collection = catalog.collectionNotView(call.namespace());
        BsonDocument reply = new BsonDocument("ns", new BsonString(call.namespace()));
        if (collection != null) {
            reply.append("count", Statistics.number(collection.count()))
                    .append("size", Statistics.number(collection.bytes()));
        }
        return Reply.ok(reply);
    }

    /** The first stage of an aggregation; an empty document where there is none. */
    static BsonDocument firstStage(Call call) {
        BsonArray stages = call.body().getArray("pipeline", new BsonArray());
        BsonValue first = stages.isEmpty() ? new BsonDocument() : stages.getFirst();
        return first.asDocument();
    }
}
