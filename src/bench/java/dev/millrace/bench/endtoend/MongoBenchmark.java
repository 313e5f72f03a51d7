package dev.millrace.bench.endtoend;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import dev.millrace.bench.Goal;
import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.mongo.MongoDouble;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.RawBsonDocument;

/**
 * Copies orders from the replay source into a double of MongoDB, in turns with a loop that inserts the same documents in
 * prebuilt batches over as many connections and reads nothing. The double is in this process and shares the cores with both
 * ways. `MongoBenchmark PROGRAM MEGABYTES ROUNDS`.
 */
public final class MongoBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int BATCH = 1_000;
    private static final int CHUNK_DOCUMENTS = 20_000;

    private final Scratch scratch;
    private final String program;
    private final Replay source;
    private final List<RawBsonDocument> documents;

    private MongoBenchmark(Scratch scratch, String program, Replay source, List<RawBsonDocument> documents) {
        this.scratch = scratch;
        this.program = program;
        this.source = source;
        this.documents = documents;
    }

    public static void main(String... args) throws Exception {
        DocumentKind kind = DocumentKind.NESTED;
        try (Scratch scratch = Scratch.open("millrace-pass");
                Replay source = Replay.start(kind, kind.count(Integer.parseInt(args[1])));
                MongoClient client = MongoClients.create(source.uri())) {
            List<RawBsonDocument> documents = client.getDatabase("shop")
                    .getCollection("orders", RawBsonDocument.class)
                    .find()
                    .into(new ArrayList<>());
            new MongoBenchmark(scratch, args[0], source, documents).run(Integer.parseInt(args[2]));
        }
    }

    private void run(int rounds) throws Exception {
        migrate();
        insert();
        List<List<Cost>> costs = Rounds.inTurns(rounds, List.of(this::migrate, this::insert));
        List<Cost> ours = costs.getFirst();
        Series rate = Series.of(ours, Cost::rate);
        Results.add(Cost.row("migrate 1 KB to MongoDB, " + CONNECTIONS + " connections", ours, rate, source)
                .against("inserting prebuilt batches", Series.of(costs.getLast(), Cost::rate))
                .goal(Goal.ratio(0.95)));
    }

    private Cost migrate() throws Exception {
        try (MongoDouble target = new MongoDouble().start()) {
            MillraceRun run =
                    new ProgramRuns(scratch, program).migrate(source, target.uri(), CONNECTIONS, CHUNK_DOCUMENTS);
            try (MongoClient client = MongoClients.create(target.uri())) {
                long there = client.getDatabase("shop").getCollection("orders").estimatedDocumentCount();
                if (there != source.documents()) {
                    throw new IllegalStateException(there + " documents have arrived");
                }
            }
            return Cost.moving(source.documents(), run);
        }
    }

    private Cost insert() throws Exception {
        try (MongoDouble target = new MongoDouble().start();
                MongoClient client = MongoClients.create(target.uri())) {
            MongoCollection<RawBsonDocument> orders =
                    client.getDatabase("shop").getCollection("orders", RawBsonDocument.class);
            orders.countDocuments();
            long start = System.nanoTime();
            try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
                for (Future<Integer> insert : threads.invokeAll(inserts(orders))) {
                    insert.get();
                }
            }
            return new Cost(documents.size(), (System.nanoTime() - start) / 1e9, 0, 0);
        }
    }

    private List<Callable<Integer>> inserts(MongoCollection<RawBsonDocument> orders) {
        List<Callable<Integer>> inserts = new ArrayList<>();
        for (int from = 0; from < documents.size(); from += BATCH) {
            List<RawBsonDocument> batch = documents.subList(from, Math.min(documents.size(), from + BATCH));
            inserts.add(() -> orders.insertMany(batch, new InsertManyOptions().ordered(false))
                    .getInsertedIds()
                    .size());
        }
        return inserts;
    }
}
