package dev.millrace.sink.postgres;

import dev.millrace.model.Namespace;
import dev.millrace.sink.postgres.PostgresClient.Statements;
import dev.millrace.sink.postgres.table.SqlText;
import io.vertx.sqlclient.Row;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/** Which run has claimed which table, in a table beside them. */
final class RunTables {

    static final String NAME = "millrace_run";

    /** Held while tables are looked at and made; "millrace" in ASCII, as a number. */
    private static final long LOCK = 0x6d696c6c72616365L;

    private final String schema;
    private final String table;
    private final String run;

    RunTables(String schema, String run) {
        this.schema = schema;
        this.run = run;
        table = SqlText.name(schema, NAME);
    }

    /**
     * What a run did with its table.
     *
     * @param made whether the table was empty, or emptied, before its first row
     */
    record Claim(boolean made) {}

    /** Waits for other processes, then makes the schema and its bookkeeping where they are missing. */
    void lock(Statements statements, boolean unlogged) {
        statements.query("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        if (isMissing(statements, "to_regnamespace", SqlText.name(schema))) {
            statements.query("CREATE SCHEMA " + SqlText.name(schema));
        }
        if (isMissing(statements, "to_regclass", table)) {
            statements.query("CREATE TABLE " + table + """
                     (
                      run text NOT NULL,
                      table_name text NOT NULL,
                      namespace text NOT NULL,
                      if_exists text NOT NULL,
                      made boolean NOT NULL,
                      load text NOT NULL,
                      prepared timestamptz NOT NULL DEFAULT clock_timestamp(),
                      finished timestamptz,
                      PRIMARY KEY (run, table_name)
                    )""");
        }
        if (isMissing(statements, "to_regclass", SqlText.name(schema, Ledger.name(unlogged)))) {
            statements.query(Ledger.ddl(schema, unlogged));
        }
    }

    Optional<Claim> claim(Statements statements, String tableName) {
        Iterator<Row> rows = statements
                .query("SELECT made FROM " + table + " WHERE run = $1 AND table_name = $2", run, tableName)
                .iterator();
        return rows.hasNext() ? Optional.of(new Claim(rows.next().getBoolean(0))) : Optional.empty();
    }

    /** @param load how it is loaded, for whoever compares its rows with documents later */
    void add(
            Statements statements,
            String tableName,
            Namespace namespace,
            IfExists ifExists,
            boolean made,
            TableLoad load) {
        statements.query(
                "INSERT INTO " + table + " (run, table_name, namespace, if_exists, made, load)"
                        + " VALUES ($1, $2, $3, $4, $5, $6)",
                run,
                tableName,
                namespace.toString(),
                ifExists.name().toLowerCase(Locale.ROOT),
                made,
                load.toBson().toJson());
    }

    /** The last run that claimed the table and did not finish. */
    Optional<String> unfinishedOwner(Statements statements, String tableName) {
        Iterator<Row> rows = statements
                .query(
                        "SELECT CASE WHEN finished IS NULL THEN run END FROM " + table
                                + " WHERE table_name = $1 ORDER BY prepared DESC LIMIT 1",
                        tableName)
                .iterator();
        return rows.hasNext() ? Optional.ofNullable(rows.next().getString(0)) : Optional.empty();
    }

    /** The last write of a run: it is on disk when this returns, and with it everything before. */
    void finish(Statements statements) {
        statements.query("SET LOCAL synchronous_commit = on");
        statements.query(
                "UPDATE " + table + " SET finished = coalesce(finished, clock_timestamp()) WHERE run = $1", run);
    }

    private static boolean isMissing(Statements statements, String function, String name) {
        return statements
                .query("SELECT " + function + "($1) IS NULL", name)
                .iterator()
                .next()
                .getBoolean(0);
    }
}
