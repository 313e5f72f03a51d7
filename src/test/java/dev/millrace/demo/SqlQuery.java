package dev.millrace.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one SQL query and prints its rows: `SqlQuery JDBC-URL SQL`. With `jdbc:duckdb:` it reads Parquet, by code that
 * shares nothing with millrace.
 */
public final class SqlQuery {

    private SqlQuery() {}

    public static void main(String... args) throws SQLException {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(args[1])) {
            print(rows);
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        List<String[]> lines = new ArrayList<>();
        String[] header = new String[columns];
        for (int i = 0; i < columns; i++) {
            header[i] = rows.getMetaData().getColumnLabel(i + 1);
        }
        lines.add(header);
        while (rows.next()) {
            String[] line = new String[columns];
            for (int i = 0; i < columns; i++) {
                line[i] = String.valueOf(rows.getString(i + 1));
            }
            lines.add(line);
        }
        for (String[] line : lines) {
            StringBuilder text = new StringBuilder("   ");
            for (int i = 0; i < columns; i++) {
                int column = i;
                int width =
                        lines.stream().mapToInt(l -> l[column].length()).max().orElse(0);
                text.append(String.format(" %-" + Math.max(1, width) + "s ", line[i]));
            }
            System.out.println(text.toString().stripTrailing());
        }
    }
}
