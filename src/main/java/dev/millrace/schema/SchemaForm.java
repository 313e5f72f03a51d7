package dev.millrace.schema;

import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A table schema as a document, the form of schema files and of stored plans:
 *
 * <pre>
 * {"columns": [
 *   {"name": "_id",     "type": "objectId"},
 *   {"name": "price",   "type": "decimal(38,2)", "nullable": false},
 *   {"name": "zip",     "type": "string", "field": "post.code"},
 *   {"name": "hash",    "type": "binary", "subtype": 5},
 *   {"name": "address", "type": "document", "fields": [{"name": "city", "type": "string"}]},
 *   {"name": "tags",    "type": "array", "element": {"type": "string"}}
 * ]}
 * </pre>
 *
 * `field` defaults to `name`, `nullable` to true (false only at the top), `subtype` to 0. Types: those of
 * {@link ColumnType}. Any other key is an error, as it is most likely a misspelt one.
 */
final class SchemaForm {

    private static final Pattern DECIMAL = Pattern.compile("decimal\\( *(\\d{1,3}) *, *(\\d{1,3}) *\\)");
    private static final String TYPES = Arrays.stream(ColumnType.Scalar.values())
                    .map(ColumnType.Scalar::word)
                    .collect(Collectors.joining(", "))
            + ", decimal(precision,scale), binary, document or array";

    private final String source;

    /** @param source what is being read, for errors: a file's name */
    SchemaForm(String source) {
        this.source = source;
    }

    static BsonDocument write(TableSchema schema) {
        return new BsonDocument("columns", writeColumns(schema.columns()));
    }

    private static BsonArray writeColumns(List<Column> columns) {
        BsonArray array = new BsonArray();
        for (Column column : columns) {
            BsonDocument form = new BsonDocument("name", new BsonString(column.name()));
            writeType(form, column.type());
            if (!column.field().equals(column.name())) {
                form.append("field", new BsonString(column.field()));
            }
            if (!column.nullable()) {
                form.append("nullable", BsonBoolean.FALSE);
            }
            array.add(form);
        }
        return array;
    }

    private static void writeType(BsonDocument form, ColumnType type) {
        form.append("type", new BsonString(type.word()));
        switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _ -> {}
            case ColumnType.Binary(int subtype) -> form.append("subtype", new BsonInt32(subtype));
            case ColumnType.Group(List<Column> fields) -> form.append("fields", writeColumns(fields));
            case ColumnType.ListOf(ColumnType element) -> {
                BsonDocument inner = new BsonDocument();
                writeType(inner, element);
                form.append("element", inner);
            }
        }
    }

    TableSchema read(BsonDocument form) {
        requireKeys(form, "", Set.of("columns"));
        List<Column> columns = readColumns(form, "columns", "columns", 0);
        return valid("columns", () -> new TableSchema(columns));
    }

    private List<Column> readColumns(BsonDocument form, String key, String place, int level) {
        if (!(form.get(key) instanceof BsonArray array) || array.isEmpty()) {
            throw wrong(place, "needs a list of columns", "write \"" + key + "\": [{\"name\": …, \"type\": …}]");
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            columns.add(readColumn(document(array.get(i), place + "[" + i + "]"), place + "[" + i + "]", level));
        }
        return columns;
    }

    private Column readColumn(BsonDocument form, String place, int level) {
        requireKeys(form, place, Set.of("name", "field", "type", "nullable", "subtype", "fields", "element"));
        String name = text(form, "name", place);
        String field = form.containsKey("field") ? text(form, "field", place) : name;
        boolean nullable = !form.containsKey("nullable") || flag(form, "nullable", place);
        if (!nullable && level > 0) {
            throw wrong(place, "cannot be made not nullable", "only top-level columns can be");
        }
        ColumnType type = readType(form, place, level);
        return valid(place, () -> new Column(name, field, type, nullable));
    }

    private ColumnType readType(BsonDocument form, String place, int level) {
        if (level > TableSchema.MAX_DEPTH) {
            throw wrong(place, "is nested too deep", "make the columns around level " + level + " json");
        }
        String word = text(form, "type", place);
        Matcher decimal = DECIMAL.matcher(word);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            return valid(place, () -> new ColumnType.Decimal(precision, scale));
        }
        return switch (word) {
            case "binary" -> valid(place, () -> new ColumnType.Binary(subtype(form, place)));
            case "document" -> {
                List<Column> fields = readColumns(form, "fields", place + ".fields", level + 1);
                yield valid(place, () -> new ColumnType.Group(fields));
            }
            case "array" -> {
                BsonDocument element = document(form.get("element"), place + ".element");
                requireKeys(element, place + ".element", Set.of("type", "subtype", "fields", "element"));
                yield new ColumnType.ListOf(readType(element, place + ".element", level + 1));
            }
            default -> scalar(word, place);
        };
    }

    private ColumnType scalar(String word, String place) {
        for (ColumnType.Scalar scalar : ColumnType.Scalar.values()) {
            if (scalar.word().equals(word)) {
                return scalar;
            }
        }
        throw wrong(place, "has the type '" + word + "', which is unknown", "use " + TYPES);
    }

    private int subtype(BsonDocument form, String place) {
        BsonValue value = form.get("subtype", new BsonInt32(0));
        if (!value.isInt32()) {
            throw wrong(place + ".subtype", "is not a whole number", "write one from 0 to 255");
        }
        return value.asInt32().getValue();
    }

    private BsonDocument document(@Nullable BsonValue value, String place) {
        if (!(value instanceof BsonDocument document)) {
            throw wrong(place, "is missing or not an object", "write {\"type\": …} there");
        }
        return document;
    }

    private String text(BsonDocument form, String key, String place) {
        if (!(form.get(key) instanceof BsonString string)) {
            throw wrong(place + "." + key, "is missing or not a text", "write \"" + key + "\": \"…\"");
        }
        return string.getValue();
    }

    private boolean flag(BsonDocument form, String key, String place) {
        if (!(form.get(key) instanceof BsonBoolean flag)) {
            throw wrong(place + "." + key, "is not true or false", "write \"" + key + "\": false");
        }
        return flag.getValue();
    }

    private void requireKeys(BsonDocument form, String place, Set<String> known) {
        for (String key : form.keySet()) {
            if (!known.contains(key)) {
                throw wrong(
                        place.isEmpty() ? key : place + "." + key,
                        "is not known there",
                        "known are " + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private <T> T valid(String place, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw wrong(place, "is wrong: " + e.getMessage(), "correct it and start again");
        }
    }

    private MillraceException wrong(String place, String problem, String hint) {
        return MillraceException.usage(source + ": " + place + " " + problem, hint);
    }
}
