package dev.millrace.sink.postgres.verify;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import dev.millrace.model.RunPlan;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaInference;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.PostgresOptions;
import dev.millrace.sink.postgres.PostgresSink;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.TableOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/** Loads documents into tables of a new database as `migrate` does, and compares them as `verify` does. */
final class ComparedTables {

    static final Namespace ITEMS = new Namespace("shop", "items");
    private static final int BATCH = 100;

    private final PostgresServer server = PostgresServer.shared();
    private final String database;
    private final String uri;
    final List<RejectedDocument> rejects = new ArrayList<>();
    final List<RejectedDocument> differences = new ArrayList<>();
    boolean complete = true;
    boolean showValues;
    int show = 20;
    List<String> notes = List.of();
    long unmatched;

    ComparedTables(String database) {
        this.database = database;
        uri = server.database(database);
    }

    void execute(String sql) {
        server.execute(database, sql);
    }

    List<String> rows(String sql) {
        return server.rows(database, sql);
    }

    /** Documents that PostgreSQL has taken. */
    long load(String run, List<byte[]> documents, Nesting nesting, CopyRules rules) {
        SchemaInference inference = new SchemaInference(InferenceRules.of(nesting));
        inference.add(batch(documents));
        RunPlan plan = plan(run, inference.schema().toBson());
        TableOptions tables = new TableOptions("public", "", rules.objectIds());
        try (PostgresSink sink =
                new PostgresSink(PostgresAddress.parse(uri), PostgresOptions.usual(2), tables, rules, into(rejects))) {
            return move(sink, plan, documents).stream()
                    .mapToLong(receipt -> receipt.receipt().written())
                    .sum();
        }
    }

    /** Documents that are equal to their rows. */
    long compare(List<byte[]> documents) {
        differences.clear();
        try (PostgresComparison comparison = comparison()) {
            List<ChunkReceipt> receipts = move(comparison, plan("v", new BsonDocument()), documents);
            notes = comparison.notes();
            return receipts.stream()
                    .mapToLong(receipt -> receipt.receipt().written())
                    .sum();
        }
    }

    /** Compares one chunk with what is there now; its receipt is to be given to {@link #conclude}. */
    ChunkReceipt compareChunk(int number, List<byte[]> documents) {
        try (PostgresComparison comparison = comparison()) {
            comparison.prepare(plan("v", new BsonDocument()));
            return write(comparison, number, documents);
        }
    }

    /** Ends a comparison whose chunks were compared by others. */
    void conclude(List<ChunkReceipt> receipts) {
        try (PostgresComparison comparison = comparison()) {
            comparison.prepare(plan("v", new BsonDocument()));
            comparison.finish(plan("v", new BsonDocument()), receipts.stream());
            notes = comparison.notes();
        }
    }

    private PostgresComparison comparison() {
        ComparisonOptions options =
                new ComparisonOptions("public", "", complete, show, showValues, 2, Duration.ofMinutes(1));
        return new PostgresComparison(PostgresAddress.parse(uri), options, into(differences), rows -> unmatched = rows);
    }

    /** In two chunks. */
    private static List<ChunkReceipt> move(Sink sink, RunPlan plan, List<byte[]> documents) {
        sink.prepare(plan);
        int half = documents.size() / 2;
        List<ChunkReceipt> receipts = List.of(
                write(sink, 0, documents.subList(0, half)), write(sink, 1, documents.subList(half, documents.size())));
        sink.finish(plan, receipts.stream());
        return receipts;
    }

    private static ChunkReceipt write(Sink sink, int number, List<byte[]> documents) {
        Chunk chunk = new Chunk(number, ITEMS, number, new ChunkRange(new BsonDocument(), -1, -1));
        try (ChunkWriter writer = sink.open(chunk)) {
            for (int from = 0; from < documents.size(); from += BATCH) {
                writer.write(batch(documents.subList(from, Math.min(documents.size(), from + BATCH))));
            }
            return new ChunkReceipt(chunk, writer.commit());
        }
    }

    private static DocumentBatch batch(List<byte[]> documents) {
        DocumentBatch batch = new DocumentBatch(1 << 16);
        documents.forEach(document -> batch.add(document, 0, document.length));
        return batch;
    }

    private static RunPlan plan(String run, BsonDocument schema) {
        CollectionInfo info = new CollectionInfo(ITEMS, CollectionKind.COLLECTION, -1, -1, new BsonDocument());
        return new RunPlan(
                run,
                "migrate",
                "test:",
                "test:",
                List.of(new CollectionPlan(info, schema)),
                new BsonDocument(),
                Instant.EPOCH);
    }

    private static RejectFiles into(List<RejectedDocument> list) {
        return new RejectFiles() {
            @Override
            public String description() {
                return "a list";
            }

            @Override
            public RejectFile open(String runId, Chunk chunk) {
                return new ListedRejects(list);
            }
        };
    }

    /** Keeps what it is given when it is committed. */
    private static final class ListedRejects implements RejectFile {

        private final List<RejectedDocument> list;
        private final List<RejectedDocument> own = new ArrayList<>();

        ListedRejects(List<RejectedDocument> list) {
            this.list = list;
        }

        @Override
        public void reject(RejectedDocument document) {
            own.add(document);
        }

        @Override
        public long count() {
            return own.size();
        }

        @Override
        public void commit() {
            list.addAll(own);
        }

        @Override
        public void close() {}
    }

    /** What differs, a line for each document. */
    Stream<String> told() {
        return differences.stream().map(difference -> difference.id() + " " + difference.reason());
    }
}
