package dev.millrace.sink.postgres.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Translates the filter of a partial index where SQL can say the same of columns. */
final class PartialFilter {

    private final Function<String, Optional<PostgresColumn>> columns;

    /** @param columns finds the column of a path, where it has one of its own */
    PartialFilter(Function<String, Optional<PostgresColumn>> columns) {
        this.columns = columns;
    }

    /** A condition for WHERE; empty where SQL cannot say the same. */
    Optional<String> condition(BsonDocument filter) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, BsonValue> entry : filter.entrySet()) {
            Optional<String> part =
                    entry.getKey().equals("$and") ? all(entry.getValue()) : ofField(entry.getKey(), entry.getValue());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts));
    }

    private Optional<String> all(BsonValue conditions) {
        List<String> parts = new ArrayList<>();
        for (BsonValue each : conditions.asArray()) {
            Optional<String> part = condition(each.asDocument());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return Optional.of(String.join(" AND ", parts));
    }

    private Optional<String> ofField(String path, BsonValue wanted) {
        Optional<PostgresColumn> column = columns.apply(path);
        if (path.startsWith("$") || column.isEmpty() || column.get().sqlType().equals("jsonb")) {
            return Optional.empty();
        }
        if (!wanted.isDocument()) {
            return compared(column.get(), "=", wanted);
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, BsonValue> operator : wanted.asDocument().entrySet()) {
            Optional<String> part = ofOperator(column.get(), operator.getKey(), operator.getValue());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(part.get());
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts));
    }

    private static Optional<String> ofOperator(PostgresColumn column, String operator, BsonValue operand) {
        return switch (operator) {
            case "$eq" -> compared(column, "=", operand);
            case "$gt" -> compared(column, ">", operand);
            case "$gte" -> compared(column, ">=", operand);
            case "$lt" -> compared(column, "<", operand);
            case "$lte" -> compared(column, "<=", operand);
            // Null and missing are both null in a column; MongoDB lets a null exist.
            case "$exists" ->
                operand.isBoolean() && operand.asBoolean().getValue()
                        ? Optional.of(SqlText.name(column.name()) + " IS NOT NULL")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> compared(PostgresColumn column, String operator, BsonValue value) {
        return literal(column.sqlType(), value)
                .map(literal -> SqlText.name(column.name()) + " " + operator + " " + literal);
    }

    /** A constant of the column's type; empty where no value of the column can compare with it as in MongoDB. */
    private static Optional<String> literal(String type, BsonValue value) {
        return switch (value.getBsonType()) {
            case INT32, INT64 ->
                isNumber(type) ? Optional.of(Long.toString(value.asNumber().longValue())) : Optional.empty();
            case DOUBLE ->
                isNumber(type) && Double.isFinite(value.asDouble().getValue())
                        ? Optional.of(Double.toString(value.asDouble().getValue()))
                        : Optional.empty();
            case BOOLEAN ->
                type.equals("boolean")
                        ? Optional.of(Boolean.toString(value.asBoolean().getValue()))
                        : Optional.empty();
            case STRING ->
                type.equals("text") ? Optional.of(SqlText.text(value.asString().getValue())) : Optional.empty();
            case OBJECT_ID ->
                type.equals("text")
                        ? Optional.of(SqlText.text(value.asObjectId().getValue().toHexString()))
                        : Optional.empty();
            case DATE_TIME ->
                type.equals("timestamptz")
                        ? Optional.of(SqlText.text(
                                        Instant.ofEpochMilli(value.asDateTime().getValue())
                                                .toString())
                                + "::timestamptz")
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(String type) {
        return type.equals("integer")
                || type.equals("bigint")
                || type.equals("double precision")
                || type.startsWith("numeric");
    }
}
