package dev.millrace.sink.postgres;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Finding;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import dev.millrace.sink.Sink;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.table.ColumnMapping;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Copies each chunk into PostgreSQL in one transaction, with a row that remembers it; keys and indexes come last. */
public final class PostgresSink implements Sink {

    /** Connections left to others and to what is asked beside the COPY streams. */
    private static final int RESERVED = 3;

    private final PostgresAddress address;
    private final PostgresOptions options;
    private final TableOptions tables;
    private final CopyRules rules;
    private final ColumnMapping mapping;
    private final RejectFiles rejects;
    private final PostgresClient client;
    private final StallWatch stalls;
    private final PostgresFailure failure;
    private final Ledger ledger;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile @Nullable PreparedRun prepared;
    private volatile @Nullable CopyPool pool;

    /**
     * Connects to nothing yet.
     *
     * @param tables  the same for every collection of the run
     * @param rejects stays the caller's, who closes it after this sink
     */
    public PostgresSink(
            PostgresAddress address,
            PostgresOptions options,
            TableOptions tables,
            CopyRules rules,
            RejectFiles rejects) {
        this(address, options, tables, rules, ColumnMapping.NONE, rejects);
    }

    /**
     * As above, with columns that the user has chosen.
     *
     * @param mapping whose names are in `tables`, and whose columns are in the plan's schema, already
     */
    public PostgresSink(
            PostgresAddress address,
            PostgresOptions options,
            TableOptions tables,
            CopyRules rules,
            ColumnMapping mapping,
            RejectFiles rejects) {
        this.mapping = mapping;
        this.address = address;
        this.options = options;
        this.tables = tables;
        this.rules = rules;
        this.rejects = rejects;
        client = new PostgresClient(address, applicationName(""), options.indexBuilds() + 2);
        stalls = new StallWatch(options.socketTimeout());
        failure = new PostgresFailure(address);
        ledger = new Ledger(client, options.socketTimeout(), tables.schemaName(), options.unlogged());
    }

    @Override
    public String description() {
        return address.description();
    }

    @Override
    public void prepare(RunPlan plan) {
        PreparedRun run = PreparedRun.of(plan, tables);
        RunTables runs = new RunTables(tables.schemaName(), plan.runId());
        client.transaction("prepare the tables", options.socketTimeout(), statements -> {
            statements.query("SET LOCAL lock_timeout = " + options.lockTimeout().toMillis());
            runs.lock(statements, options.unlogged());
            TableClaim claim = new TableClaim(statements, runs, options);
            run.collections()
                    .forEach(collection -> claim.take(
                            collection.namespace(),
                            collection.layout(),
                            new TableLoad(collection.schema(), tables, rules, mapping)));
            return run;
        });
        prepared = run;
        pool = new CopyPool(address, applicationName(" " + plan.runId()), options);
    }

    @Override
    public Optional<WriteReceipt> committed(Chunk chunk) {
        return ledger.find(run().runId(), chunk);
    }

    @Override
    public ChunkWriter open(Chunk chunk) {
        PreparedRun run = run();
        PreparedRun.Collection collection = run.collection(chunk.namespace());
        CopyPool connections = pool;
        if (connections == null) {
            throw new IllegalStateException("prepare comes before open");
        }
        RunLocks locks = locks(run.runId());
        Session session = connections.begin("write " + chunk, locks.mark(chunk));
        try {
            RowTarget target = target(collection.layout(), session);
            CopyEncoder encoder =
                    new CopyEncoder(collection.layout(), collection.schema(), rules, mapping.columnRules());
            RejectFile file = rejects.open(run.runId(), chunk);
            return new PostgresChunkWriter(run.runId(), chunk, session, target, encoder, file, ledger, locks, failure);
        } catch (SQLException e) {
            session.close();
            throw failure.of("write " + chunk, e);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private RowTarget target(TableLayout layout, Session session) throws SQLException {
        StallWatch.Watched watched = stalls.watch(session.connection());
        return options.ifExists() == IfExists.MERGE
                ? new MergedRows(layout, session, watched)
                : new AddedRows(layout, session, watched);
    }

    @Override
    public void finish(RunPlan plan, Stream<ChunkReceipt> receipts) {
        PreparedRun run = PreparedRun.of(plan, tables);
        LoadNotes load = new LoadNotes();
        new LedgerAudit(ledger.chunks(plan.runId())).check(receipts.peek(load::add));
        notes.clear();
        notes.addAll(load.sentences());
        RunTables runs = new RunTables(tables.schemaName(), plan.runId());
        new Completion(client, runs, locks(plan.runId()), options, notes::add).run(run);
    }

    private RunLocks locks(String runId) {
        return new RunLocks(client, options.socketTimeout(), runId);
    }

    /** What the user should know of the tables after {@link #finish}: what was not translated, and why. */
    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** How many more sessions the server has room for, for this user and database, at this moment. */
    public int freeConnections() {
        return new ServerFacts(client, options.socketTimeout()).freeConnections();
    }

    /** Tries what a run needs of the server, for `doctor`. */
    public List<Finding> check() {
        return new PostgresCheck(client, options.socketTimeout(), address, tables.schemaName()).check();
    }

    @Override
    public int mostWriters() {
        return Math.max(1, Math.min(options.connections(), freeConnections() - RESERVED));
    }

    @Override
    public void close() {
        CopyPool connections = pool;
        try (stalls;
                client) {
            if (connections != null) {
                connections.close();
            }
        }
    }

    private PreparedRun run() {
        PreparedRun run = prepared;
        if (run == null) {
            throw new IllegalStateException("prepare comes first");
        }
        return run;
    }

    private String applicationName(String suffix) {
        return address.applicationName().isEmpty() ? "millrace" + suffix : address.applicationName();
    }
}
