package dev.millrace.sink.postgres.verify;

import dev.millrace.model.Namespace;
import dev.millrace.sink.postgres.LoadedTables;
import dev.millrace.sink.postgres.PostgresClient;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.table.SqlText;
import dev.millrace.sink.postgres.table.TableLayout;
import java.time.Duration;
import java.util.List;

/** A collection and the tables that a run has made of it, parents first. */
record ComparedCollection(Namespace namespace, LoadedTables.Load load, TableLayout layout, List<TableHashes> tables) {

    static ComparedCollection of(
            Namespace namespace, LoadedTables.Load load, PostgresClient client, Duration patience) {
        TableLayout layout =
                TableLayout.of(namespace, load.form().schema(), load.form().tables());
        List<TableHashes> tables = layout.tables().stream()
                .map(table -> new TableHashes(client, patience, table))
                .toList();
        return new ComparedCollection(namespace, load, layout, tables);
    }

    /** Encodes documents as the load did. */
    CopyEncoder encoder() {
        return new CopyEncoder(
                layout,
                load.form().schema(),
                load.form().rules(),
                load.form().mapping().columnRules());
    }

    /** The table of the documents, for people. */
    String tableName() {
        return SqlText.name(layout.root());
    }
}
