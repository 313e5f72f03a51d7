package dev.millrace.sink.postgres.table;

import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table that is being laid out. */
final class TableDraft {

    private final String name;
    private final String path;
    private final TableOptions options;
    private final SafeNames names = new SafeNames();
    private final List<PostgresColumn> columns = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private String shortName = "";

    TableDraft(String name, String path, TableOptions options) {
        this.name = name;
        this.path = path;
        this.options = options;
    }

    /** Adds a column of the primary key. */
    void addKey(String wanted, String path, String sqlType) {
        add(new PostgresColumn(names.make(wanted), path, sqlType, false));
        key.add(columns.getLast().name());
    }

    void add(String wanted, String path, String sqlType, boolean nullable) {
        @Nullable String chosen = options.columnNames().get(path);
        if (chosen == null) {
            add(new PostgresColumn(names.make(wanted), path, sqlType, nullable));
        } else if (names.take(chosen)) {
            add(new PostgresColumn(chosen, path, sqlType, nullable));
        } else {
            throw MillraceException.usage(
                    "the table " + name + " would have two columns named '" + chosen + "'",
                    "name one of them otherwise");
        }
    }

    void add(PostgresColumn column) {
        columns.add(column);
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    SafeNames names() {
        return names;
    }

    List<PostgresColumn> columns() {
        return columns;
    }

    List<String> key() {
        return key;
    }

    /** What its field is called inside its parent; empty for the root. */
    String shortName() {
        return shortName;
    }

    void shortName(String shortName) {
        this.shortName = shortName;
    }
}
