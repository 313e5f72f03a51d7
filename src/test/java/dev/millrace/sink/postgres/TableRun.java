package dev.millrace.sink.postgres;

import static dev.millrace.sink.object.TestDocuments.METADATA;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.object.TestDocuments;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bson.BsonDocument;

/** A run into one table of a database of its own: the sink, what it is given and what it rejects. */
final class TableRun {

    static final Namespace PEOPLE = new Namespace("app", "people");

    /** `_id`, a name, an age, and a list of pets as a table of its own. */
    static final TableSchema PETS = new TableSchema(List.of(
            new Column("_id", "_id", ColumnType.Scalar.INT32, false),
            Column.of("name", ColumnType.Scalar.STRING),
            Column.of(
                    "pets",
                    new ColumnType.ListOf(
                            new ColumnType.Group(List.of(Column.of("kind", ColumnType.Scalar.STRING)))))));

    static final TableSchema SCHEMA = new TableSchema(List.of(
            new Column("_id", "_id", ColumnType.Scalar.INT32, false),
            Column.of("name", ColumnType.Scalar.STRING),
            Column.of("age", ColumnType.Scalar.INT32)));

    final PostgresServer server;
    final String database;
    final String uri;
    final Map<Integer, List<RejectedDocument>> rejected = new ConcurrentSkipListMap<>();

    TableRun(PostgresServer server, String database) {
        this.server = server;
        this.database = database;
        uri = server.database(database);
    }

    static PostgresOptions options() {
        return PostgresOptions.usual(4);
    }

    static PostgresOptions options(IfExists ifExists) {
        return options().withIfExists(ifExists);
    }

    PostgresSink sink(PostgresOptions options) {
        return sink(uri, options);
    }

    PostgresSink sink(String otherUri, PostgresOptions options) {
        return new PostgresSink(
                PostgresAddress.parse(otherUri),
                options,
                new TableOptions("public", "", ObjectIdForm.TEXT),
                CopyRules.standard(),
                rejectFiles());
    }

    RejectFiles rejectFiles() {
        return new KeptRejects();
    }

    PostgresSink prepared(RunPlan plan, PostgresOptions options) {
        PostgresSink sink = sink(options);
        sink.prepare(plan);
        return sink;
    }

    static RunPlan plan(String runId) {
        return plan(runId, SCHEMA);
    }

    static RunPlan plan(String runId, TableSchema schema) {
        return plan(runId, schema, METADATA);
    }

    static RunPlan plan(String runId, TableSchema schema, String metadata) {
        CollectionInfo info =
                new CollectionInfo(PEOPLE, CollectionKind.COLLECTION, 3, 100, BsonDocument.parse(metadata));
        return new RunPlan(
                runId,
                "migrate",
                "mongodb://host",
                "postgresql://host/db",
                List.of(new CollectionPlan(info, schema.toBson())),
                new BsonDocument(),
                Instant.parse("2026-02-03T04:05:06.789Z"));
    }

    static Chunk chunk(int number) {
        return TestDocuments.chunk(number, PEOPLE, number);
    }

    /** People numbered from `first`, named after their number. */
    static DocumentBatch people(int first, int count) {
        DocumentBatch batch = new DocumentBatch(1 << 12);
        for (int id = first; id < first + count; id++) {
            TestDocuments.add(
                    batch, TestDocuments.bson("{_id: " + id + ", name: 'p" + id + "', age: " + id % 90 + "}"));
        }
        return batch;
    }

    static ChunkReceipt write(PostgresSink sink, int chunk, DocumentBatch... batches) {
        try (ChunkWriter writer = sink.open(chunk(chunk))) {
            for (DocumentBatch batch : batches) {
                writer.write(batch);
            }
            WriteReceipt receipt = writer.commit();
            return new ChunkReceipt(chunk(chunk), receipt);
        }
    }

    long count() {
        return server.number(database, "SELECT count(*) FROM people");
    }

    List<String> rows(String sql) {
        return server.rows(database, sql);
    }

    void execute(String sql) {
        server.execute(database, sql);
    }

    List<RejectedDocument> rejects() {
        List<RejectedDocument> all = new ArrayList<>();
        new TreeMap<>(rejected).values().forEach(all::addAll);
        return all;
    }

    /** Keeps rejects in memory once their file is committed. */
    private final class KeptRejects implements RejectFiles {

        @Override
        public String description() {
            return "memory";
        }

        @Override
        public RejectFile open(String runId, Chunk chunk) {
            List<RejectedDocument> documents = new ArrayList<>();
            return new RejectFile() {
                @Override
                public void reject(RejectedDocument document) {
                    documents.add(document);
                }

                @Override
                public long count() {
                    return documents.size();
                }

                @Override
                public void commit() {
                    rejected.put(chunk.number(), List.copyOf(documents));
                }

                @Override
                public void close() {
                    documents.clear();
                }
            };
        }
    }
}
