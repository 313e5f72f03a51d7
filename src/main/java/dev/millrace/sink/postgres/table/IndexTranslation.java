package dev.millrace.sink.postgres.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Translates MongoDB's indexes into those of PostgreSQL, where they can be: b-trees on columns and on paths inside jsonb,
 * GIN on jsonb that is indexed as a whole, hashed ones, unique and partial ones. Source of the descriptions:
 * `listIndexes`, as mongodump's `metadata.json` keeps them.
 */
public final class IndexTranslation {

    private final TableLayout layout;
    private final boolean nullsNotDistinct;
    private final List<IndexPlan.Index> indexes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private IndexTranslation(TableLayout layout, boolean nullsNotDistinct) {
        this.layout = layout;
        this.nullsNotDistinct = nullsNotDistinct;
    }

    /**
     * @param metadata         of the collection, with `indexes`
     * @param nullsNotDistinct whether the server can hold two nulls for equal, as PostgreSQL does from version 15
     */
    public static IndexPlan of(BsonDocument metadata, TableLayout layout, boolean nullsNotDistinct) {
        IndexTranslation translation = new IndexTranslation(layout, nullsNotDistinct);
        if (metadata.isArray("indexes")) {
            metadata.getArray("indexes").forEach(index -> translation.add(index.asDocument()));
        }
        return new IndexPlan(translation.indexes, translation.notes);
    }

    private void add(BsonDocument index) {
        BsonDocument key = index.getDocument("key", new BsonDocument());
        String source = index.containsKey("name") ? index.getString("name").getValue() : key.toJson();
        if (key.keySet().equals(Set.of("_id"))) {
            return;
        }
        Optional<String> reason = reasonAgainst(index, key);
        if (reason.isPresent()) {
            notes.add("index " + source + " was left out: " + reason.get());
            return;
        }
        Optional<PostgresTable> table = tableOf(key);
        if (table.isEmpty()) {
            notes.add("index " + source + " was left out: a field of its key has no column");
            return;
        }
        build(index, key, source, table.get());
    }

    private static Optional<String> reasonAgainst(BsonDocument index, BsonDocument key) {
        if (key.isEmpty()) {
            return Optional.of("it has no key");
        }
        if (index.containsKey("collation")) {
            return Optional.of("it has a collation of its own; make one in PostgreSQL with a collation that fits");
        }
        if (isTrue(index, "hidden")) {
            return Optional.of("it is hidden");
        }
        for (Map.Entry<String, BsonValue> field : key.entrySet()) {
            if (field.getKey().contains("$**")) {
                return Optional.of("it is a wildcard index; a GIN index on a jsonb column serves a like purpose");
            }
            if (field.getValue().isString()
                    && !field.getValue().asString().getValue().equals("hashed")) {
                return Optional.of(
                        switch (field.getValue().asString().getValue()) {
                            case "text" -> "it is a text index; PostgreSQL has to_tsvector for it";
                            case "2dsphere", "2d", "2dsphere_bucket" ->
                                "it is a geospatial index; PostGIS has its like";
                            case String kind -> "PostgreSQL has no index of kind " + kind;
                        });
            }
        }
        return Optional.empty();
    }

    private void build(BsonDocument index, BsonDocument key, String source, PostgresTable table) {
        boolean unique = isTrue(index, "unique");
        List<String> parts = new ArrayList<>();
        String method = "";
        for (Map.Entry<String, BsonValue> field : key.entrySet()) {
            PostgresColumn column = columnAbove(table, field.getKey()).orElseThrow();
            boolean whole = column.path().equals(field.getKey());
            if (field.getValue().isString()) {
                method = "hash";
            }
            if (whole && column.sqlType().equals("jsonb") && !unique) {
                if (key.size() > 1) {
                    notes.add("index " + source + " was left out: column " + column.name()
                            + " is jsonb, which an index with other columns cannot look into");
                    return;
                }
                method = "gin";
            }
            String expression = whole ? SqlText.name(column.name()) : inside(column, field.getKey(), unique);
            parts.add(method.isEmpty() && isDescending(field.getValue()) ? expression + " DESC" : expression);
        }
        if (method.equals("hash") && (parts.size() > 1 || unique)) {
            method = "";
        }
        Optional<String> condition = condition(index, table);
        if (condition.isEmpty()) {
            notes.add("index " + source + " was left out: SQL cannot say its partial filter of these columns");
            return;
        }
        String name = unusedName(table, source);
        indexes.add(new IndexPlan.Index(
                source,
                table,
                name,
                "CREATE " + (unique ? "UNIQUE " : "") + "INDEX IF NOT EXISTS " + SqlText.name(name) + " ON "
                        + SqlText.name(table)
                        + (method.isEmpty() ? "" : " USING " + method)
                        + " (" + String.join(", ", parts) + ")"
                        + (unique && nullsNotDistinct && !isTrue(index, "sparse") ? " NULLS NOT DISTINCT" : "")
                        + condition.get()));
        if (index.containsKey("expireAfterSeconds")) {
            notes.add("index " + source + " is there, but PostgreSQL does not expire rows by it; a job has to");
        }
    }

    /** With a space in front; empty text for an index of all rows, nothing where it cannot be said. */
    private Optional<String> condition(BsonDocument index, PostgresTable table) {
        if (!index.isDocument("partialFilterExpression")) {
            return Optional.of("");
        }
        return new PartialFilter(path ->
                        columnAbove(table, path).filter(column -> column.path().equals(path)))
                .condition(index.getDocument("partialFilterExpression"))
                .map(condition -> " WHERE " + condition);
    }

    /** The value at a path inside a jsonb column: as text, which queries ask for, or exact where it must be unique. */
    private static String inside(PostgresColumn column, String path, boolean exact) {
        String rest = path.substring(column.path().length() + 1);
        String steps = "{" + String.join(",", quoted(rest.split("\\."))) + "}";
        return "(" + SqlText.name(column.name()) + (exact ? " #> " : " #>> ") + SqlText.text(steps) + ")";
    }

    private static List<String> quoted(String[] steps) {
        List<String> quoted = new ArrayList<>();
        for (String step : steps) {
            quoted.add('"' + step.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        }
        return quoted;
    }

    private Optional<PostgresTable> tableOf(BsonDocument key) {
        return layout.tables().stream()
                .filter(table -> key.keySet().stream()
                        .allMatch(path -> columnAbove(table, path).isPresent()))
                .findFirst();
    }

    /** The column of a path, or the jsonb column that holds it. */
    private static Optional<PostgresColumn> columnAbove(PostgresTable table, String path) {
        for (PostgresColumn column : table.columns()) {
            if (!column.path().isEmpty()
                    && (column.path().equals(path)
                            || (column.sqlType().equals("jsonb") && path.startsWith(column.path() + ".")))) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    private String unusedName(PostgresTable table, String source) {
        String name = SqlNames.joined(table.name(), source);
        for (int next = 2; !names.add(name); next++) {
            name = SqlNames.joined(table.name(), source + "_" + next);
        }
        return name;
    }

    private static boolean isTrue(BsonDocument index, String option) {
        BsonValue value = index.get(option);
        return value != null
                && ((value.isBoolean() && value.asBoolean().getValue())
                        || (value.isNumber() && value.asNumber().intValue() != 0));
    }

    private static boolean isDescending(BsonValue direction) {
        return direction.isNumber() && direction.asNumber().doubleValue() < 0;
    }
}
