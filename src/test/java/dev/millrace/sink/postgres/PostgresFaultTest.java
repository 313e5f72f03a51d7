package dev.millrace.sink.postgres;

import static dev.millrace.sink.postgres.TableRun.chunk;
import static dev.millrace.sink.postgres.TableRun.people;
import static dev.millrace.sink.postgres.TableRun.plan;
import static dev.millrace.sink.postgres.TableRun.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.PostgresServer;
import dev.millrace.doubles.Wire;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.object.TestDocuments;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sink says and leaves behind when the server, its administrator or the network fails it. */
@Timeout(60)
class PostgresFaultTest {

    private static final int ROUNDS = Boolean.getBoolean("millrace.soak") ? 20 : 3;
    private static final String DATABASE = "fault_test";
    private static final String ROLE = "fault_test_user";
    private static final int SLOW_ROWS = 400;

    private TableRun run;

    @BeforeEach
    void newDatabase() {
        run = new TableRun(PostgresServer.shared(), DATABASE);
    }

    @Test
    void callsALockOfAnotherSessionTransientAndWritesOnceItIsGone() throws SQLException {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            try (Connection other = run.server.connect(DATABASE)) {
                other.setAutoCommit(false);
                other.createStatement().execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE");

                MillraceException failure = failure(() -> write(sink, 0, people(0, 5)));

                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(failure.problem()).contains("app.people chunk 0", "lock timeout");
                assertThat(failure.hint()).contains("another session holds a lock on the table", "lock timeout");
            }
            write(sink, 0, people(0, 5));
        }

        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void buildsKeysThoughAFrozenProcessHasLeftItsTransactionOpen() {
        String indexed = "{indexes: [{v: 2, key: {_id: 1}, name: '_id_'}, {v: 2, key: {name: 1}, name: 'name_1'}]}";
        RunPlan plan = plan("r1", TableRun.SCHEMA, indexed);
        try (PostgresSink frozen = run.prepared(plan, patient(true));
                PostgresSink other = run.prepared(plan, patient(true));
                ChunkWriter late = frozen.open(chunk(0))) {
            late.write(people(0, 5));
            ChunkReceipt receipt = write(other, 0, people(0, 5));

            other.finish(plan, Stream.of(receipt));

            assertThat(other.notes())
                    .contains("1 of the run's sessions had been left behind in a transaction, and were ended");
            assertThat(failure(late::commit).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(frozen.committed(chunk(0))).contains(receipt.receipt());
        }
        assertThat(run.count()).isEqualTo(5);
        assertThat(run.rows("SELECT indexname FROM pg_indexes WHERE tablename = 'people'"))
                .hasSize(2);
    }

    @Test
    void writesAChunkThoughTheRowsOfAFrozenProcessAreInItsWay() {
        run.execute("CREATE TABLE people (_id int PRIMARY KEY, name text, age int, _rest jsonb)");
        try (PostgresSink frozen = run.prepared(plan("r1"), patient(false));
                PostgresSink other = run.prepared(plan("r1"), patient(false));
                ChunkWriter late = frozen.open(chunk(0))) {
            late.write(people(0, 5));

            MillraceException failure = failure(() -> write(other, 0, people(0, 5)));
            write(other, 0, people(0, 5));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure(late::commit).kind()).isEqualTo(FailureKind.TRANSIENT);
        }
        assertThat(run.count()).isEqualTo(5);
    }

    /** Stopped between its two last statements: the chunk's row in the ledger is there, and neither committed nor undone. */
    @Test
    void writesAChunkThoughAFrozenProcessHasItInTheLedgerAlready() throws SQLException {
        try (PostgresSink sink = run.prepared(plan("r1"), patient(false));
                PostgresClient client = new PostgresClient(PostgresAddress.parse(run.uri), "test", 1);
                Connection frozen = run.server.connect(DATABASE)) {
            frozen.setAutoCommit(false);
            frozen.createStatement().execute(new RunLocks(client, Duration.ofSeconds(10), "r1").mark(chunk(0)));
            frozen.createStatement()
                    .execute("INSERT INTO millrace_chunk VALUES ('r1', 0, 'app.people', 5, 0, 0, 0, 0, '{}')");

            MillraceException failure = failure(() -> write(sink, 0, people(0, 5)));
            write(sink, 0, people(0, 5));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(frozen.isValid(10)).isFalse();
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void namesThePrivilegeThatItsUserNeedsToMakeTables() {
        createRole("");

        try (PostgresSink sink = run.sink(uriOfRole(), options())) {
            MillraceException failure = failure(() -> sink.prepare(plan("r1")));

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.problem()).contains("permission denied for schema public");
            assertThat(failure.hint()).contains("GRANT USAGE, CREATE ON SCHEMA \"public\" TO \"" + ROLE + "\"");
        }
    }

    @Test
    void namesThePrivilegeThatItsUserNeedsToWriteRows() {
        run.prepared(plan("r1"), options()).close();
        createRole("");
        run.execute("GRANT SELECT, INSERT ON millrace_run, millrace_chunk TO " + ROLE);

        try (PostgresSink sink = run.sink(uriOfRole(), options())) {
            sink.prepare(plan("r1"));
            MillraceException failure = failure(() -> write(sink, 0, people(0, 5)));

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.problem()).contains("permission denied for table people");
            assertThat(failure.hint()).contains("GRANT SELECT, INSERT ON \"people\" TO \"" + ROLE + "\"");
        }
    }

    @Test
    void callsTooManyConnectionsTransientAndWritesOnceThereIsRoom() {
        createRole("CONNECTION LIMIT 1");
        run.execute("GRANT USAGE, CREATE ON SCHEMA public TO " + ROLE);

        try (PostgresSink sink = run.sink(uriOfRole(), options())) {
            sink.prepare(plan("r1"));
            MillraceException failure = failure(() -> write(sink, 0, people(0, 5)));
            run.execute("ALTER ROLE " + ROLE + " CONNECTION LIMIT 10");
            write(sink, 0, people(0, 5));

            assertTooManyConnections(failure);
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void callsTooManyConnectionsTransientWhenItPrepares() {
        createRole("CONNECTION LIMIT 0");

        try (PostgresSink sink = run.sink(uriOfRole(), options())) {
            assertTooManyConnections(failure(() -> sink.prepare(plan("r1"))));
        }
    }

    @Test
    void saysThatAColumnWasDroppedDuringTheRun() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            write(sink, 0, people(0, 5));
            run.execute("ALTER TABLE people DROP COLUMN age");

            MillraceException failure = failure(() -> write(sink, 1, people(5, 5)));

            assertThat(failure.kind()).isEqualTo(FailureKind.FAILED);
            assertThat(failure.problem()).contains("column \"age\" of relation \"people\" does not exist");
            assertThat(failure.hint()).contains("the table was changed during the run", "put it back");
        }
        assertThat(run.count()).isEqualTo(5);
        assertThat(run.rejects()).isEmpty();
    }

    @Test
    void givesUpAConnectionThatStandsStillWhileItWaitsForAnAnswer() {
        writesOnceThoughTheWireFreezes(people(0, SLOW_ROWS), SLOW_ROWS);
    }

    @Test
    void givesUpAConnectionThatStandsStillWhileItSends() {
        writesOnceThoughTheWireFreezes(largePeople(2_000), 2_000);
    }

    @Test
    void leavesItsConnectionHealthyWhenChunksAreGivenUp() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            for (int number = 0; number < 5; number++) {
                try (ChunkWriter writer = sink.open(chunk(number))) {
                    writer.write(people(0, 50));
                    writer.write(people(50, 50));
                }
            }
            write(sink, 5, people(0, 5));

            assertNoOpenTransaction();
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void leavesItsConnectionHealthyWhenAStatementIsCancelled() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            slowDown();
            MillraceException failure = failureDuringCopy(
                    sink,
                    people(0, SLOW_ROWS),
                    _ -> run.rows("SELECT pg_cancel_backend(pid) FROM pg_stat_progress_copy WHERE datname = '"
                            + DATABASE + "'"));
            assertNoOpenTransaction();
            write(sink, 0, people(0, 5));

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.problem()).contains("canceling statement due to user request");
            assertThat(failure.hint()).contains("cancelled");
            assertNoOpenTransaction();
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void leavesNoTransactionBehindWhenItsThreadIsInterrupted() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            slowDown();
            MillraceException failure = failureDuringCopy(sink, people(0, SLOW_ROWS), Thread::interrupt);
            write(sink, 0, people(0, 5));

            assertThat(failure.kind()).isEqualTo(FailureKind.INTERRUPTED);
            assertNoOpenTransaction();
        }
        assertThat(run.count()).isEqualTo(5);
    }

    @Test
    void rejectsNothingBecauseTheServersDiskIsFull() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            beforeEachRow("RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'");
            MillraceException failure = failure(() -> write(sink, 0, people(0, 5)));
            run.execute("DROP TRIGGER fault ON people");
            long rejected = write(sink, 0, people(0, 5)).receipt().rejected();

            assertThat(failure.kind()).isEqualTo(FailureKind.NO_SPACE);
            assertThat(failure.problem()).contains("No space left on device");
            assertThat(failure.hint()).contains("make room on the server's disk");
            assertThat(rejected).isZero();
        }
        assertThat(run.count()).isEqualTo(5);
        assertThat(run.rejects()).isEmpty();
    }

    @Test
    void writesEveryIdOnceThoughItsBackendsAreTerminated() {
        try (PostgresSink sink = run.prepared(plan("r1"), options())) {
            slowDown();
            for (int round = 0; round < ROUNDS; round++) {
                int number = round;
                duringCopy(
                        () -> writeWithRetries(sink, number, people(number * SLOW_ROWS, SLOW_ROWS)),
                        _ -> run.server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname"
                                + " = '" + DATABASE + "' AND application_name LIKE 'millrace%'"));
            }
        }

        assertThat(run.rows("SELECT count(*), count(DISTINCT _id), min(_id), max(_id) FROM people"))
                .containsExactly(String.join(
                        "|",
                        String.valueOf(ROUNDS * SLOW_ROWS),
                        String.valueOf(ROUNDS * SLOW_ROWS),
                        "0",
                        String.valueOf(ROUNDS * SLOW_ROWS - 1)));
    }

    private void writesOnceThoughTheWireFreezes(DocumentBatch batch, int rows) {
        try (Wire wire = Wire.to(run.server.port());
                PostgresSink sink = run.sink(run.server.url("postgres", DATABASE, wire.port()), options())) {
            sink.prepare(plan("r1"));
            slowDown();
            AtomicReference<Long> frozen = new AtomicReference<>(0L);
            MillraceException failure = failureDuringCopy(sink, batch, _ -> {
                wire.freeze();
                frozen.set(System.nanoTime());
            });
            Duration took = Duration.ofNanos(System.nanoTime() - frozen.get());
            wire.thaw();
            run.execute("DROP TRIGGER fault ON people");
            writeWithRetries(sink, 0, batch);

            assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure.problem()).contains("app.people chunk 0", "no answer in time");
            assertThat(failure.hint()).contains("nothing between here and there drops connections");
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertNoOpenTransaction();
        }
        assertThat(run.rows("SELECT count(*), count(DISTINCT _id) FROM people")).containsExactly(rows + "|" + rows);
    }

    private static void assertTooManyConnections(MillraceException failure) {
        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.problem()).contains("too many connections for role \"" + ROLE + "\"");
        assertThat(failure.hint()).contains("lower --workers", "CONNECTION LIMIT");
    }

    private void assertNoOpenTransaction() {
        Eventually.until(
                "no session stays in a transaction",
                () -> run.server.number(
                                DATABASE,
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE
                                        + "' AND pid <> pg_backend_pid() AND xact_start IS NOT NULL")
                        == 0);
    }

    private MillraceException failureDuringCopy(PostgresSink sink, DocumentBatch batch, Consumer<Thread> fault) {
        AtomicReference<MillraceException> failure = new AtomicReference<>();
        duringCopy(() -> failure.set(failure(() -> write(sink, 0, batch))), fault);
        return failure.get();
    }

    /** Lets the fault strike while a COPY of the work is in the middle of its rows, and waits for the work's end. */
    private void duringCopy(Runnable work, Consumer<Thread> fault) {
        AtomicReference<Throwable> broken = new AtomicReference<>();
        Thread writer = Thread.ofVirtual()
                .uncaughtExceptionHandler((_, e) -> broken.set(e))
                .start(work);
        Eventually.until(
                "the COPY is under way",
                () -> run.server.number(
                                DATABASE,
                                "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = '" + DATABASE
                                        + "' AND tuples_processed > 5")
                        > 0);
        fault.accept(writer);
        Eventually.until("the writer ends", () -> !writer.isAlive());
        assertThat(broken.get()).isNull();
    }

    private static void writeWithRetries(PostgresSink sink, int number, DocumentBatch batch) {
        for (int attempt = 1; ; attempt++) {
            try {
                if (sink.committed(chunk(number)).isEmpty()) {
                    write(sink, number, batch);
                }
                return;
            } catch (MillraceException e) {
                if (e.kind() != FailureKind.TRANSIENT || attempt == 10) {
                    throw e;
                }
            }
        }
    }

    private static MillraceException failure(ThrowingCallable work) {
        return catchThrowableOfType(MillraceException.class, work);
    }

    private void slowDown() {
        beforeEachRow("PERFORM pg_sleep(0.002)");
    }

    private void beforeEachRow(String statement) {
        run.execute("CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + statement
                + "; RETURN NEW; END $$");
        run.execute("CREATE TRIGGER fault BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION fault()");
    }

    private void createRole(String options) {
        run.execute("DROP ROLE IF EXISTS " + ROLE);
        run.execute("CREATE ROLE " + ROLE + " LOGIN " + options);
    }

    private String uriOfRole() {
        return run.server.url(ROLE, DATABASE);
    }

    /** Too many bytes for the buffers between here and the server. */
    private static DocumentBatch largePeople(int count) {
        String name = "n".repeat(20_000);
        DocumentBatch batch = new DocumentBatch(1 << 16);
        for (int id = 0; id < count; id++) {
            TestDocuments.add(batch, TestDocuments.bson("{_id: " + id + ", name: '" + name + "'}"));
        }
        return batch;
    }

    /** One connection, so that one that is not given back is missed; it may stand still for two seconds. */
    private static PostgresOptions options() {
        return new PostgresOptions(
                IfExists.FAIL, false, false, 1, 1, Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    /** Waits for locks as briefly, but for a busy server as long as it takes. */
    private static PostgresOptions patient(boolean indexes) {
        return new PostgresOptions(
                IfExists.APPEND, false, indexes, 1, 1, Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(60));
    }
}
