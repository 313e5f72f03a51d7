package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.postgres.PostgresClient.Statements;
import dev.millrace.sink.postgres.table.IndexPlan;
import dev.millrace.sink.postgres.table.IndexTranslation;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableDdl;
import dev.millrace.sink.postgres.table.TableLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Ends a run: keys, indexes, foreign keys, statistics. Looks before each step, so that it can be begun again. */
final class Completion {

    /** A build takes as long as it takes; a connection that died is noticed by TCP. */
    private static final Duration PATIENCE = Duration.ZERO;

    /** The version from which a unique index can hold two nulls for equal, as MongoDB does. */
    private static final int NULLS_NOT_DISTINCT = 150_000;

    private static final String CONSTRAINT =
            "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass($1) AND (contype = 'p' OR conname = $2)";

    private final PostgresClient client;
    private final RunTables runs;
    private final RunLocks locks;
    private final PostgresOptions options;
    private final Consumer<String> notes;

    Completion(PostgresClient client, RunTables runs, RunLocks locks, PostgresOptions options, Consumer<String> notes) {
        this.client = client;
        this.runs = runs;
        this.locks = locks;
        this.options = options;
        this.notes = notes;
    }

    void run(PreparedRun run) {
        int ended = locks.endAll();
        if (ended > 0) {
            notes.accept(ended + " of the run's sessions had been left behind in a transaction, and were ended");
        }
        List<PreparedRun.Collection> made =
                run.collections().stream().filter(this::isMade).toList();
        for (PreparedRun.Collection collection : made) {
            complete(collection);
        }
        if (options.indexes()) {
            index(made);
        }
        for (PreparedRun.Collection collection : run.collections()) {
            collection
                    .layout()
                    .tables()
                    .forEach(table -> alone("analyze " + table.name(), "ANALYZE " + SqlText.name(table)));
        }
        client.transaction("finish the run", PATIENCE, statements -> {
            runs.finish(statements);
            return true;
        });
    }

    private boolean isMade(PreparedRun.Collection collection) {
        return client.transaction(
                "look at the run",
                PATIENCE,
                statements -> runs.claim(statements, collection.layout().root().name())
                        .map(RunTables.Claim::made)
                        .orElse(false));
    }

    private void complete(PreparedRun.Collection collection) {
        TableLayout layout = collection.layout();
        for (PostgresTable table : layout.tables()) {
            unlessThere("build the key of " + table.name(), table, TableDdl.keyName(table), TableDdl.primaryKey(table));
        }
        for (int child = 1; child < layout.tables().size(); child++) {
            PostgresTable table = layout.tables().get(child);
            PostgresTable parent = layout.tables().get(layout.parent(child));
            String name = TableDdl.foreignKeyName(table);
            client.transaction("tie " + table.name() + " to its parent", PATIENCE, statements -> {
                if (statements
                                .query(
                                        "SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2",
                                        SqlText.name(table),
                                        name)
                                .size()
                        == 0) {
                    begin(statements);
                    statements.query(TableDdl.foreignKey(table, parent));
                }
                return true;
            });
        }
    }

    /** Builds what can be translated, several at once; an index that the rows do not allow is told of, not fatal. */
    private void index(List<PreparedRun.Collection> collections) {
        boolean nullsNotDistinct = new ServerFacts(client, PATIENCE).version() >= NULLS_NOT_DISTINCT;
        List<IndexPlan.Index> indexes = new ArrayList<>();
        for (PreparedRun.Collection collection : collections) {
            IndexPlan plan = IndexTranslation.of(collection.info().metadata(), collection.layout(), nullsNotDistinct);
            indexes.addAll(plan.indexes());
            plan.notes().forEach(note -> notes.accept(collection.namespace() + ": " + note));
        }
        Semaphore places = new Semaphore(options.indexBuilds());
        try (ExecutorService builders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> builds = new ArrayList<>();
            for (IndexPlan.Index index : indexes) {
                builds.add(builders.submit(() -> {
                    places.acquireUninterruptibly();
                    try {
                        build(index);
                    } finally {
                        places.release();
                    }
                }));
            }
            await(builds);
        }
    }

    private void build(IndexPlan.Index index) {
        try {
            client.transaction("build index " + index.name(), PATIENCE, statements -> {
                statements.query(locks.mark());
                return statements.query(index.sql());
            });
        } catch (MillraceException e) {
            if (e.kind() != FailureKind.DATA) {
                throw e;
            }
            notes.accept("index " + index.source() + " could not be built on "
                    + index.table().name() + ": " + e.problem());
        }
    }

    private static void await(List<Future<?>> builds) {
        for (Future<?> build : builds) {
            try {
                build.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw MillraceException.interrupted("building indexes");
            }
        }
    }

    private void unlessThere(String action, PostgresTable table, String constraint, String ddl) {
        client.transaction(action, PATIENCE, statements -> {
            if (statements.query(CONSTRAINT, SqlText.name(table), constraint).size() == 0) {
                begin(statements);
                statements.query(ddl);
            }
            return true;
        });
    }

    private void begin(Statements statements) {
        statements.query(locks.mark());
        statements.query("SET LOCAL lock_timeout = " + options.lockTimeout().toMillis());
    }

    private void alone(String action, String sql) {
        client.query(action, PATIENCE, sql);
    }
}
