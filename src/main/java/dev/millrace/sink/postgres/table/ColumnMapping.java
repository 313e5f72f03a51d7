package dev.millrace.sink.postgres.table;

import dev.millrace.model.MillraceException;
import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that a user has chosen, in their order; fields without one go to `_rest`. Read by {@link MappingFile}. */
public final class ColumnMapping {

    /** What is read where there is no file: every column that was inferred. */
    public static final ColumnMapping NONE = new ColumnMapping(List.of(), "");

    private final List<MappedColumn> columns;
    private final String text;

    /** @param text the YAML that says so */
    ColumnMapping(List<MappedColumn> columns, String text) {
        this.columns = List.copyOf(columns);
        this.text = text;
    }

    /** The file's content, which {@link MappingFile#parse} reads; empty for {@link #NONE}. */
    public String text() {
        return text;
    }

    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /**
     * The schema with these columns alone, and `_id`.
     *
     * @param inferred where types come from that are not given
     */
    public TableSchema schema(TableSchema inferred) {
        if (isEmpty()) {
            return inferred;
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        if (columns.stream().noneMatch(column -> column.path().names().equals(List.of("_id")))) {
            ColumnType id = type(inferred.columns(), List.of("_id"));
            tree.put("_id", id == null ? ColumnType.Scalar.JSON : id);
        }
        for (MappedColumn column : columns) {
            ColumnType type = column.type() == null
                    ? type(inferred.columns(), column.path().names())
                    : column.type();
            put(tree, column.path(), type == null ? ColumnType.Scalar.JSON : type);
        }
        return new TableSchema(columns(tree));
    }

    /** Chosen names by path, for {@link TableOptions}. */
    public Map<String, String> columnNames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (MappedColumn column : columns) {
            if (!column.column().isEmpty()) {
                names.put(column.path().toString(), column.column());
            }
        }
        return names;
    }

    /** Rules by path, for the encoder. */
    public Map<String, ColumnRule> columnRules() {
        Map<String, ColumnRule> rules = new LinkedHashMap<>();
        columns.forEach(column -> rules.put(column.path().toString(), column.rule()));
        return rules;
    }

    private static @Nullable ColumnType type(List<Column> columns, List<String> path) {
        for (Column column : columns) {
            if (column.field().equals(path.getFirst())) {
                if (path.size() == 1) {
                    return column.type();
                }
                return column.type() instanceof ColumnType.Group(List<Column> fields)
                        ? type(fields, path.subList(1, path.size()))
                        : null;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, FieldPath path, ColumnType type) {
        Map<String, Object> at = tree;
        List<String> names = path.names();
        for (String name : names.subList(0, names.size() - 1)) {
            Object next = at.computeIfAbsent(name, ignored -> new LinkedHashMap<String, Object>());
            if (next instanceof ColumnType) {
                throw twice(path);
            }
            at = (Map<String, Object>) next;
        }
        if (at.putIfAbsent(names.getLast(), type) != null) {
            throw twice(path);
        }
    }

    private static MillraceException twice(FieldPath path) {
        return MillraceException.usage(
                "the mapping file gives '" + path + "', or a document around it, two columns",
                "list a field once: the document as jsonb, or its fields");
    }

    @SuppressWarnings("unchecked")
    private static List<Column> columns(Map<String, Object> tree) {
        List<Column> columns = new ArrayList<>();
        tree.forEach((field, node) -> columns.add(Column.of(
                field,
                node instanceof ColumnType type ? type : new ColumnType.Group(columns((Map<String, Object>) node)))));
        return columns;
    }
}
