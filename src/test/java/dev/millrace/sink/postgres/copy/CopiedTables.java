package dev.millrace.sink.postgres.copy;

import dev.millrace.sink.postgres.table.PostgresColumn;
import dev.millrace.sink.postgres.table.PostgresTable;
import dev.millrace.sink.postgres.table.TableLayout;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Makes the tables of a layout in a real PostgreSQL and copies an encoded batch into them. */
final class CopiedTables {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

    private final Connection connection;
    private final TableLayout layout;

    CopiedTables(Connection connection, TableLayout layout) throws SQLException {
        this.connection = connection;
        this.layout = layout;
        for (PostgresTable table : layout.tables()) {
            execute("DROP TABLE IF EXISTS " + name(table));
            execute("CREATE TABLE " + name(table) + " ("
                    + table.columns().stream()
                            .map(column -> quoted(column.name()) + " " + column.sqlType()
                                    + (column.nullable() ? "" : " NOT NULL"))
                            .collect(Collectors.joining(", "))
                    + ", PRIMARY KEY ("
                    + table.key().stream().map(CopiedTables::quoted).collect(Collectors.joining(", ")) + "))");
        }
    }

    void copy(EncodedBatch batch) throws SQLException {
        for (int i = 0; i < batch.tables(); i++) {
            PostgresTable table = layout.tables().get(i);
            int end = batch.documents() == 0 ? 0 : batch.end(i, batch.documents() - 1);
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + name(table) + " FROM STDIN (FORMAT binary)");
            byte[] rows = framed(batch.bytes(i), end);
            copy.writeToCopy(rows, 0, rows.length);
            copy.endCopy();
        }
    }

    /** Each row of a query as texts. */
    List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** All rows of a table in the order of its key, each column as a text that says its value exactly. */
    List<List<String>> rows(PostgresTable table) throws SQLException {
        return rows("SELECT "
                + table.columns().stream().map(CopiedTables::exact).collect(Collectors.joining(", ")) + " FROM "
                + name(table) + " AS t ORDER BY t."
                + table.key().stream().map(CopiedTables::quoted).collect(Collectors.joining(", t.")));
    }

    private static String exact(PostgresColumn column) {
        return switch (column.sqlType()) {
            case "timestamptz" -> "(extract(epoch FROM " + quoted(column.name()) + ") * 1000)::bigint";
            case "bytea" -> "encode(" + quoted(column.name()) + ", 'hex')";
            default -> quoted(column.name()) + "::text";
        };
    }

    private static byte[] framed(byte[] rows, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end + 32);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(SIGNATURE);
            out.writeLong(0);
            out.write(rows, 0, end);
            out.writeShort(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String name(PostgresTable table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
