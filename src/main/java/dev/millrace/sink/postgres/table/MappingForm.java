package dev.millrace.sink.postgres.table;

import dev.millrace.model.MillraceException;
import dev.millrace.schema.ColumnType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Makes columns of what a mapping file holds. Any key that is not known is an error, as it is most likely a misspelt one. */
final class MappingForm {

    private static final Set<String> KEYS = Set.of("path", "column", "type", "default", "on-mismatch");

    private final String source;

    MappingForm(String source) {
        this.source = source;
    }

    ColumnMapping read(@Nullable Object content, String text) {
        Object list = content;
        if (content instanceof Map<?, ?> map) {
            requireKeys(map, "", Set.of("columns"));
            list = map.get("columns");
        }
        if (!(list instanceof List<?> items) || items.isEmpty()) {
            throw wrong("columns", "needs a list of columns", "write `- path: FIELD` for each");
        }
        List<MappedColumn> columns = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            columns.add(column(items.get(i), "columns[" + i + "]"));
        }
        return new ColumnMapping(columns, text);
    }

    private MappedColumn column(@Nullable Object item, String place) {
        if (!(item instanceof Map<?, ?> map)) {
            throw wrong(place, "is no column", "write `- path: FIELD`");
        }
        requireKeys(map, place, KEYS);
        String path = text(map, "path", place);
        if (path.isEmpty()) {
            throw wrong(place + ".path", "is missing", "name the field that the column holds");
        }
        BsonValue standard = map.get("default") == null ? null : value(map.get("default"), place + ".default");
        OnMismatch onMismatch = onMismatch(map.get("on-mismatch"), map.containsKey("on-mismatch"), place);
        if (onMismatch == OnMismatch.DEFAULT && standard == null) {
            throw wrong(place + ".on-mismatch", "is default, and there is none", "give the column a `default`");
        }
        return new MappedColumn(
                FieldPath.parse(path),
                text(map, "column", place),
                type(text(map, "type", place), place),
                new ColumnRule(onMismatch, standard));
    }

    private @Nullable ColumnType type(String word, String place) {
        if (word.isEmpty()) {
            return null;
        }
        try {
            ColumnType type = TypeWords.parse(word);
            if (type != null) {
                return type;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(place + ".type", "is wrong: " + e.getMessage(), "correct it and start again");
        }
        throw wrong(place + ".type", "is '" + word + "', which is unknown", "use " + TypeWords.KNOWN);
    }

    /** YAML reads an unquoted `null` as no value at all; there it is meant as the word. */
    private OnMismatch onMismatch(@Nullable Object found, boolean given, String place) {
        if (found == null) {
            return given ? OnMismatch.NULL : OnMismatch.REST;
        }
        for (OnMismatch each : OnMismatch.values()) {
            if (each.word().equals(found.toString().toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw wrong(
                place + ".on-mismatch",
                "is '" + found + "', which is unknown",
                "use " + Stream.of(OnMismatch.values()).map(OnMismatch::word).collect(Collectors.joining(", ")));
    }

    private BsonValue value(@Nullable Object node, String place) {
        return switch (node) {
            case String text -> new BsonString(text);
            case Boolean flag -> BsonBoolean.valueOf(flag);
            case Integer number -> new BsonInt32(number);
            case Long number -> new BsonInt64(number);
            case Double number -> new BsonDouble(number);
            case Date date -> new BsonDateTime(date.toInstant().toEpochMilli());
            case Instant date -> new BsonDateTime(date.toEpochMilli());
            case List<?> items ->
                new BsonArray(items.stream().map(item -> value(item, place)).toList());
            case Map<?, ?> fields -> {
                BsonDocument document = new BsonDocument();
                fields.forEach((name, item) -> document.append(String.valueOf(name), value(item, place)));
                yield document;
            }
            case null, default -> throw wrong(place, "cannot be stored", "write a text, number, date, list or object");
        };
    }

    private String text(Map<?, ?> map, String key, String place) {
        Object value = map.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw wrong(place + "." + key, "is not a text", "write it in quotes");
    }

    private void requireKeys(Map<?, ?> map, String place, Set<String> known) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw wrong(
                        place.isEmpty() ? String.valueOf(key) : place + "." + key,
                        "is not known there",
                        "known are " + known.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private MillraceException wrong(String place, String problem, String hint) {
        return MillraceException.usage(source + ": " + place + " " + problem, hint);
    }
}
