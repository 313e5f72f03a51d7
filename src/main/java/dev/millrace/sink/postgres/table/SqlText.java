package dev.millrace.sink.postgres.table;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as SQL writes them. */
public final class SqlText {

    private SqlText() {}

    /** A name, quoted: taken as it is, whatever is in it. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    public static String name(String schema, String name) {
        return name(schema) + "." + name(name);
    }

    public static String name(PostgresTable table) {
        return name(table.schema(), table.name());
    }

    /** Names, quoted, with commas between them. */
    public static String names(Collection<String> names) {
        return names.stream().map(SqlText::name).collect(Collectors.joining(", "));
    }

    /** A text constant; right whatever `standard_conforming_strings` says. */
    public static String text(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }
}
