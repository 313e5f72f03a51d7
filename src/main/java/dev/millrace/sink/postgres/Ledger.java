package dev.millrace.sink.postgres;

import dev.millrace.model.Chunk;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.postgres.table.SqlText;
import io.vertx.sqlclient.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Which chunks of which run are in the tables, in a table beside them: a chunk's row is written in the transaction of its
 * documents, and its primary key refuses the chunk a second time.
 */
final class Ledger {

    /** Keeps the type of every number. */
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final PostgresClient client;
    private final Duration patience;
    private final String table;

    /** @param unlogged for tables that a crash empties; then it has to empty their ledger too */
    Ledger(PostgresClient client, Duration patience, String schema, boolean unlogged) {
        this.client = client;
        this.patience = patience;
        table = SqlText.name(schema, name(unlogged));
    }

    static String name(boolean unlogged) {
        return unlogged ? "millrace_chunk_unlogged" : "millrace_chunk";
    }

    /** The statement that makes it, unless it is there. */
    static String ddl(String schema, boolean unlogged) {
        return "CREATE " + (unlogged ? "UNLOGGED " : "") + "TABLE IF NOT EXISTS "
                + SqlText.name(schema, name(unlogged)) + """
                 (
                  run text NOT NULL,
                  chunk integer NOT NULL,
                  namespace text NOT NULL,
                  rows bigint NOT NULL,
                  rejected bigint NOT NULL,
                  source_bytes bigint NOT NULL,
                  bytes bigint NOT NULL,
                  hash bigint NOT NULL,
                  detail text NOT NULL,
                  finished timestamptz NOT NULL DEFAULT clock_timestamp(),
                  PRIMARY KEY (run, chunk)
                )""";
    }

    /** Writes the chunk's row in the connection's transaction. */
    void add(Connection connection, String run, Chunk chunk, WriteReceipt receipt) throws SQLException {
        String sql = "INSERT INTO " + table
                + " (run, chunk, namespace, rows, rejected, source_bytes, bytes, hash, detail)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, run);
            insert.setInt(2, chunk.number());
            insert.setString(3, chunk.namespace().toString());
            insert.setLong(4, receipt.written());
            insert.setLong(5, receipt.rejected());
            insert.setLong(6, receipt.sourceBytes());
            insert.setLong(7, receipt.targetBytes());
            insert.setLong(8, ChunkDetail.hash(receipt.detail()));
            insert.setString(9, receipt.detail().toJson(EXACT));
            insert.executeUpdate();
        }
    }

    Optional<WriteReceipt> find(String run, Chunk chunk) {
        String sql =
                "SELECT rows, rejected, source_bytes, bytes, detail FROM " + table + " WHERE run = $1 AND chunk = $2";
        Iterator<Row> rows = client.query("look for " + chunk, patience, sql, run, chunk.number())
                .iterator();
        if (!rows.hasNext()) {
            return Optional.empty();
        }
        Row row = rows.next();
        return Optional.of(new WriteReceipt(
                row.getLong(0), row.getLong(1), row.getLong(2), row.getLong(3), BsonDocument.parse(row.getString(4))));
    }

    /** The numbers of all chunks of a run. */
    BitSet chunks(String run) {
        BitSet chunks = new BitSet();
        client.query("read the ledger", patience, "SELECT chunk FROM " + table + " WHERE run = $1", run)
                .forEach(row -> chunks.set(row.getInteger(0)));
        return chunks;
    }
}
