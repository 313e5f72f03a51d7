package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.sink.postgres.PostgresClient.Statements;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableDdl;
import dev.millrace.sink.postgres.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a run the owner of its tables, once: makes them, or does with those that are there what was asked for. Everything
 * is one transaction under one lock, and a row says that it was done, so other processes and later attempts leave it.
 */
final class TableClaim {

    private final Statements statements;
    private final RunTables runs;
    private final PostgresOptions options;

    TableClaim(Statements statements, RunTables runs, PostgresOptions options) {
        this.statements = statements;
        this.runs = runs;
        this.options = options;
    }

    void take(Namespace namespace, TableLayout layout, TableLoad load) {
        Optional<RunTables.Claim> standing =
                runs.claim(statements, layout.root().name());
        if (standing.isPresent()) {
            requireStillThere(layout);
            return;
        }
        TableDdl ddl = new TableDdl(namespace, layout, options.unlogged());
        ExistingTables existing = new ExistingTables(statements, layout);
        boolean made = existing.none() ? make(ddl) : adopt(ddl, existing);
        runs.add(statements, layout.root().name(), namespace, options.ifExists(), made, load);
    }

    private boolean make(TableDdl ddl) {
        ddl.before().forEach(statements::query);
        if (options.ifExists() == IfExists.MERGE) {
            // Whether a document is there already is asked of the key.
            ddl.layout().tables().forEach(table -> statements.query(TableDdl.primaryKey(table)));
        }
        return true;
    }

    /** Whether the tables are as good as made by this run: keys and indexes are its business then. */
    private boolean adopt(TableDdl ddl, ExistingTables existing) {
        boolean empty = existing.empty();
        if (!empty && options.ifExists() == IfExists.FAIL) {
            throw notEmpty(ddl.layout().root());
        }
        existing.requireFit();
        if (!empty && options.ifExists() == IfExists.TRUNCATE) {
            statements.query(
                    "TRUNCATE " + existing.there().stream().map(SqlText::name).collect(Collectors.joining(", ")));
        }
        existing.missing().forEach(table -> statements.query(ddl.create(table)));
        if (options.ifExists() == IfExists.MERGE) {
            existing.requireKey(empty);
        }
        return empty || options.ifExists() == IfExists.TRUNCATE;
    }

    private MillraceException notEmpty(PostgresTable root) {
        String owner = runs.unfinishedOwner(statements, root.name())
                .map(run -> "; the unfinished run " + run + " has filled it")
                .orElse("");
        return new MillraceException(
                FailureKind.CONFLICT,
                "The table " + SqlText.name(root) + " is there already and not empty" + owner,
                "say what is to be done: --if-exists append, truncate or merge; or choose another --table");
    }

    private void requireStillThere(TableLayout layout) {
        List<String> gone = new ArrayList<>();
        for (PostgresTable table : new ExistingTables(statements, layout).missing()) {
            gone.add(SqlText.name(table));
        }
        if (!gone.isEmpty()) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    "The run was started before, but its table " + String.join(", ", gone) + " is gone",
                    "start a new run with another --run-id");
        }
    }
}
