package dev.millrace.sink.postgres;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.sink.postgres.table.SqlText;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Iterator;
import org.bson.BsonDocument;

/** What the runs that loaded the tables of a schema have left about them. */
public final class LoadedTables {

    private final PostgresClient client;
    private final Duration patience;
    private final String schema;

    public LoadedTables(PostgresClient client, Duration patience, String schema) {
        this.client = client;
        this.patience = patience;
        this.schema = schema;
    }

    /**
     * The last load of a table.
     *
     * @param run      the run that did it
     * @param made     whether the table was empty, or emptied, before its first row
     * @param finished whether it is complete
     */
    public record Load(String run, TableLoad form, boolean made, boolean finished) {}

    /**
     * How a collection was loaded last.
     *
     * @param table the name of its table; empty for the one that was loaded last
     * @throws MillraceException of kind NOT_FOUND where no run has
     */
    public Load last(Namespace namespace, String table) {
        if (!isThere()) {
            throw unknown(namespace, table);
        }
        Iterator<Row> rows = client.query(
                        "look for the table of " + namespace,
                        patience,
                        "SELECT run, load, made, finished IS NOT NULL FROM " + SqlText.name(schema, RunTables.NAME)
                                + " WHERE namespace = $1 AND ($2::text = '' OR table_name = $2::text)"
                                + " ORDER BY prepared DESC LIMIT 1",
                        namespace.toString(),
                        table)
                .iterator();
        if (!rows.hasNext()) {
            throw unknown(namespace, table);
        }
        Row row = rows.next();
        return new Load(
                row.getString(0),
                TableLoad.fromBson(BsonDocument.parse(row.getString(1))),
                row.getBoolean(2),
                row.getBoolean(3));
    }

    private boolean isThere() {
        return client.query(
                        "look for earlier runs",
                        patience,
                        "SELECT to_regclass($1) IS NOT NULL",
                        SqlText.name(schema, RunTables.NAME))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private MillraceException unknown(Namespace namespace, String table) {
        String which = table.isEmpty() ? "" : "the table " + table + " of ";
        return new MillraceException(
                FailureKind.NOT_FOUND,
                "No run of millrace has loaded " + namespace + " into " + which + "the schema " + schema,
                "name the schema with --schema-name and the table with --table, as `migrate` was given them");
    }
}
