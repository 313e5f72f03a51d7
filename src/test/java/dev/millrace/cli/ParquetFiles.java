package dev.millrace.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks into Parquet files with DuckDB. */
final class ParquetFiles {

    private ParquetFiles() {}

    /** How many rows and how many different `_id`s the files below a directory have: `3 rows, 3 ids`. */
    static String rowsAndIds(Path directory) throws SQLException {
        String query = "SELECT count(*) || ' rows, ' || count(DISTINCT _id) || ' ids' FROM read_parquet('" + directory
                + "/**/*.parquet')";
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
