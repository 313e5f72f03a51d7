package dev.millrace.sink.postgres;

import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.postgres.TableRun.chunk;
import static dev.millrace.sink.postgres.TableRun.options;
import static dev.millrace.sink.postgres.TableRun.people;
import static dev.millrace.sink.postgres.TableRun.plan;
import static dev.millrace.sink.postgres.TableRun.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.millrace.doubles.PostgresServer;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink does with a server that does what it should. */
class PostgresSinkTest {

    private TableRun run;

    @BeforeEach
    void newDatabase() {
        run = new TableRun(PostgresServer.shared(), "sink_test");
    }

    @Test
    void makesTheTableFillsItAndBuildsItsKey() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            List<ChunkReceipt> receipts =
                    List.of(write(sink, 0, people(0, 5), people(5, 5)), write(sink, 1, people(10, 3)));
            sink.finish(plan("r1"), receipts.stream());

            assertThat(receipts.getFirst().receipt().written()).isEqualTo(10);
        }

        assertThat(run.rows("SELECT _id, name, age FROM people ORDER BY _id"))
                .hasSize(13)
                .contains("12|p12|12");
        assertThat(run.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'people'::regclass"
                        + " AND contype = 'p'"))
                .containsExactly("PRIMARY KEY (_id)");
        assertThat(run.rows("SELECT obj_description('people'::regclass)").getFirst())
                .startsWith("millrace: app.people {\"tables\": [{\"table\": \"people\"");
    }

    @Test
    void remembersACommittedChunkInTheLedger() {
        ChunkReceipt receipt;
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            receipt = write(sink, 3, people(0, 5));
        }

        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            assertThat(sink.committed(chunk(3))).contains(receipt.receipt());
            assertThat(sink.committed(chunk(4))).isEmpty();
        }
        assertThat(run.rows("SELECT run, chunk, namespace, rows, rejected, hash <> 0 FROM millrace_chunk"))
                .containsExactly("r1|3|app.people|5|0|t");
    }

    @Test
    void leavesNothingOfAChunkThatWasGivenUp() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            try (ChunkWriter writer = sink.open(chunk(0))) {
                writer.write(people(0, 100));
            }
            write(sink, 1, people(100, 1));
        }

        assertThat(run.count()).isEqualTo(1);
    }

    @Test
    void takesAChunkOnceThoughItIsCommittedTwice() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            WriteReceipt first = write(sink, 0, people(0, 5)).receipt();

            WriteReceipt second = write(sink, 0, people(0, 5)).receipt();

            assertThat(second).isEqualTo(first);
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void rejectsWhatItCannotEncodeAndWritesTheRest() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            WriteReceipt receipt = write(
                            sink, 0, batch("{_id: 1, name: 'a'}", "{_id: 2, name: 'b\\u0000'}", "{_id: 3, name: 'c'}"))
                    .receipt();

            assertThat(receipt.written()).isEqualTo(2);
            assertThat(receipt.rejected()).isEqualTo(1);
        }
        assertThat(run.rows("SELECT name FROM people ORDER BY 1")).containsExactly("a", "c");
        assertThat(run.rejects())
                .singleElement()
                .satisfies(reject -> assertThat(reject.reason()).contains("NUL"));
    }

    @Test
    void findsTheRowsThatTheServerRefusesAndWritesTheOthers() {
        run.execute("CREATE TABLE people (_id int PRIMARY KEY, name text, age int CHECK (age <> 7), _rest jsonb)");
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            WriteReceipt receipt = write(sink, 0, people(0, 50), people(50, 50)).receipt();

            assertThat(receipt.written()).isEqualTo(98);
            assertThat(receipt.rejected()).isEqualTo(2);
            assertThat(receipt.detail().getInt64("refused").getValue()).isEqualTo(2);
        }
        assertThat(run.count()).isEqualTo(98);
        assertThat(run.rejects())
                .hasSize(2)
                .allSatisfy(reject -> assertThat(reject.reason())
                        .isEqualTo("PostgreSQL refused it: new row for relation \"people\" violates check constraint"
                                + " \"people_age_check\""));
        assertThat(run.rejects())
                .extracting("id")
                .containsExactly("{\"$numberInt\": \"7\"}", "{\"$numberInt\": \"97\"}");
    }

    @Test
    void rejectsInAppendWhatIsThereAlready() {
        fillAndFinish("r1", 0, 10);

        try (PostgresSink sink = run.prepared(plan("r2"), options(IfExists.APPEND))) {
            WriteReceipt receipt = write(sink, 0, people(8, 4)).receipt();

            assertThat(receipt.written()).isEqualTo(2);
            assertThat(receipt.rejected()).isEqualTo(2);
        }
        assertThat(run.count()).isEqualTo(12);
        assertThat(run.rejects().getFirst().reason())
                .contains("duplicate key value violates unique constraint \"people_pkey\"");
    }

    @Test
    void refusesATableThatIsNotEmpty() {
        fillAndFinish("r1", 0, 10);

        assertThatThrownBy(() -> run.prepared(plan("r2"), options()))
                .asInstanceOf(type(MillraceException.class))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT);
                    assertThat(e.problem()).isEqualTo("The table \"public\".\"people\" is there already and not empty");
                    assertThat(e.hint()).contains("--if-exists append, truncate or merge");
                });
    }

    @Test
    void doesNotRefuseItsOwnTableWhenItIsResumed() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            write(sink, 0, people(0, 5));
        }

        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            write(sink, 1, people(5, 5));
        }

        assertThat(run.count()).isEqualTo(10);
    }

    @Test
    void emptiesTheTableOnceInARun() {
        fillAndFinish("r1", 0, 10);
        try (PostgresSink sink = run.prepared(plan("r2"), options(IfExists.TRUNCATE))) {
            write(sink, 0, people(100, 5));
        }

        try (PostgresSink sink = run.prepared(plan("r2"), options(IfExists.TRUNCATE))) {
            write(sink, 1, people(105, 5));
        }

        assertThat(run.rows("SELECT min(_id), max(_id), count(*) FROM people")).containsExactly("100|109|10");
    }

    @Test
    void isPreparedByManyProcessesAtOnce() throws InterruptedException {
        List<PostgresSink> sinks =
                Stream.generate(() -> run.sink(options())).limit(6).toList();
        List<Thread> threads = sinks.stream()
                .map(sink -> Thread.ofVirtual().start(() -> sink.prepare(plan("r1"))))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        for (int i = 0; i < sinks.size(); i++) {
            write(sinks.get(i), i, people(i * 10, 10));
            sinks.get(i).close();
        }

        assertThat(run.count()).isEqualTo(60);
    }

    @Test
    void mergesIntoWhatIsThere() {
        fillAndFinish("r1", 0, 10);

        try (PostgresSink sink = run.prepared(plan("r2"), options(IfExists.MERGE))) {
            WriteReceipt receipt = write(sink, 0, batch("{_id: 9, name: 'new'}", "{_id: 10, name: 'ten', age: 1}"))
                    .receipt();
            sink.finish(plan("r2"), Stream.of(new ChunkReceipt(chunk(0), receipt)));

            assertThat(receipt.written()).isEqualTo(2);
        }
        assertThat(run.rows("SELECT _id, name, age FROM people WHERE _id > 7 ORDER BY 1"))
                .containsExactly("8|p8|8", "9|new|", "10|ten|1");
    }

    @Test
    void mergesTheSameIdTwiceSoThatTheLaterOneStays() {
        try (PostgresSink sink = run.prepared(plan("r1"), options(IfExists.MERGE))) {
            write(sink, 0, batch("{_id: 1, name: 'a'}", "{_id: 2, name: 'b'}", "{_id: 1, name: 'c'}"));
        }

        assertThat(run.rows("SELECT _id, name FROM people ORDER BY 1")).containsExactly("1|c", "2|b");
    }

    @Test
    void putsArraysIntoChildTablesTiedToTheirParent() {
        try (PostgresSink sink = run.prepared(plan("r1", TableRun.PETS), options())) {
            ChunkReceipt receipt = write(
                    sink, 0, batch("{_id: 1, pets: [{kind: 'cat'}, {kind: 'dog'}]}", "{_id: 2, name: 'x', pets: []}"));
            sink.finish(plan("r1", TableRun.PETS), Stream.of(receipt));
        }

        assertThat(run.rows("SELECT people_id, ordinal, kind FROM people_pets ORDER BY 2"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("1|")
                .endsWith("|cat");
        assertThat(run.rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid ="
                        + " 'people_pets'::regclass AND contype IN ('p', 'f') ORDER BY contype"))
                .containsExactly(
                        "FOREIGN KEY (people_id) REFERENCES people(_id) ON DELETE CASCADE",
                        "PRIMARY KEY (people_id, ordinal)");
    }

    @Test
    void mergesTheRowsOfChildTablesAsAWhole() {
        try (PostgresSink sink = run.prepared(plan("r1", TableRun.PETS), options())) {
            ChunkReceipt receipt = write(
                    sink,
                    0,
                    batch("{_id: 1, pets: [{kind: 'cat'}, {kind: 'dog'}]}", "{_id: 2, pets: [{kind: 'eel'}]}"));
            sink.finish(plan("r1", TableRun.PETS), Stream.of(receipt));
        }

        try (PostgresSink sink = run.prepared(plan("r2", TableRun.PETS), options(IfExists.MERGE))) {
            write(sink, 0, batch("{_id: 1, pets: [{kind: 'fox'}]}"));
        }

        assertThat(run.rows("SELECT people_id, kind FROM people_pets ORDER BY 1"))
                .containsExactly("1|fox", "2|eel");
    }

    @Test
    void finishesAgain() {
        try (PostgresSink sink = run.prepared(plan("r1", TableRun.PETS), options())) {
            ChunkReceipt receipt = write(sink, 0, batch("{_id: 1, pets: [{kind: 'cat'}]}"));
            sink.finish(plan("r1", TableRun.PETS), Stream.of(receipt));

            sink.finish(plan("r1", TableRun.PETS), Stream.of(receipt));
        }

        assertThat(run.rows("SELECT count(*) FROM pg_constraint WHERE conrelid IN ('people'::regclass,"
                        + " 'people_pets'::regclass) AND contype IN ('p', 'f')"))
                .containsExactly("3");
        assertThat(run.rows("SELECT finished IS NOT NULL FROM millrace_run")).containsExactly("t");
    }

    @Test
    void noticesChunksThatTheServerHasLost() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            ChunkReceipt receipt = write(sink, 0, people(0, 1));
            run.execute("DELETE FROM millrace_chunk");

            assertThatThrownBy(() -> sink.finish(plan("r1"), Stream.of(receipt)))
                    .hasMessageContaining("1 chunks that were done are not in PostgreSQL");
        }
    }

    @Test
    void refusesATableWhoseColumnsDoNotFit() {
        run.execute("CREATE TABLE people (_id text, name varchar(20), must int NOT NULL, _rest jsonb)");

        assertThatThrownBy(() -> run.prepared(plan("r1"), options()))
                .hasMessageContaining("people._id has to be integer and is text")
                .hasMessageContaining("people.age has to be integer and is missing")
                .hasMessageContaining("people.must must have a value")
                .hasMessageNotContaining("people.name");
    }

    @Test
    void refusesAView() {
        run.execute("CREATE VIEW people AS SELECT 1 AS _id");

        assertThatThrownBy(() -> run.prepared(plan("r1"), options())).hasMessageContaining("is no table");
    }

    @Test
    void makesUnloggedTablesAndKeepsTheirLedgerUnloggedToo() {
        PostgresOptions usual = options();
        PostgresOptions unlogged = new PostgresOptions(
                usual.ifExists(),
                true,
                true,
                2,
                1,
                usual.statementTimeout(),
                usual.lockTimeout(),
                usual.socketTimeout());
        try (PostgresSink sink = run.prepared(plan("r1"), unlogged)) {
            ChunkReceipt receipt = write(sink, 0, people(0, 1));
            sink.finish(plan("r1"), Stream.of(receipt));

            assertThat(sink.committed(chunk(0))).isPresent();
        }

        assertThat(run.rows("SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r' ORDER BY 1"))
                .containsExactly("millrace_chunk_unlogged", "people");
    }

    @Test
    void countsFreeConnections() {
        try (PostgresSink sink = run.sink(options())) {
            assertThat(sink.freeConnections()).isBetween(50, 400);
            assertThat(sink.mostWriters()).isEqualTo(4);
        }
    }

    @Test
    void findsNothingWrongWithAGoodServer() {
        try (PostgresSink sink = run.sink(options())) {
            assertThat(sink.check())
                    .isNotEmpty()
                    .allSatisfy(finding ->
                            assertThat(finding.verdict()).isEqualTo(dev.millrace.model.Finding.Verdict.GOOD));
        }
    }

    private void fillAndFinish(String runId, int first, int count) {
        try (PostgresSink sink = run.prepared(plan(runId), options())) {
            ChunkReceipt receipt = write(sink, 0, people(first, count));
            sink.finish(plan(runId), Stream.of(receipt));
        }
    }
}
