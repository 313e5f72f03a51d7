package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A query filter with the operators that exports use; an operator that it lacks is refused as the server refuses a wrong one. */
final class Filter {
    static final Filter EVERYTHING = new Filter(document -> true, IdRange.ALL, false);

    private final Predicate<BsonDocument> predicate;
    private final IdRange idRange;
    private final boolean onId;

    private Filter(Predicate<BsonDocument> predicate, IdRange idRange, boolean onId) {
        this.predicate = predicate;
        this.idRange = idRange;
        this.onId = onId;
    }

    static Filter of(BsonDocument query) {
        return query.isEmpty() ? EVERYTHING : new Filter(parse(query), IdBounds.of(query), query.containsKey("_id"));
    }

    boolean matches(BsonDocument document) {
        return predicate.test(document);
    }

    boolean keepsEverything() {
        return this == EVERYTHING;
    }

    /** A part of the {@code _id} index outside of which nothing matches. */
    IdRange idRange() {
        return idRange;
    }

    /** The server would answer it from the {@code _id} index, so results come in that order. */
    boolean isOnId() {
        return onId;
    }

    private static Predicate<BsonDocument> parse(BsonDocument query) {
        List<Predicate<BsonDocument>> all = new ArrayList<>();
        query.forEach((name, value) -> all.add(name.startsWith("$") ? logical(name, value) : field(name, value)));
        return document -> all.stream().allMatch(part -> part.test(document));
    }

    private static Predicate<BsonDocument> logical(String operator, BsonValue value) {
        if (operator.equals("$comment")) {
            return document -> true;
        }
        if (operator.equals("$expr")) {
            Expression expression = Expression.of(value);
            return document -> Expression.isTrue(expression.evaluate(document));
        }
        if (!operator.equals("$and") && !operator.equals("$or") && !operator.equals("$nor")) {
            throw ErrorCode.BAD_VALUE.failure("unknown top level operator: " + operator);
        }
        if (!value.isArray() || value.asArray().isEmpty()) {
            throw ErrorCode.BAD_VALUE.failure("$and/$or/$nor must be a nonempty array");
        }
        List<Predicate<BsonDocument>> parts =
                value.asArray().stream().map(part -> parse(part.asDocument())).toList();
        return switch (operator) {
            case "$and" -> document -> parts.stream().allMatch(part -> part.test(document));
            case "$or" -> document -> parts.stream().anyMatch(part -> part.test(document));
            default -> document -> parts.stream().noneMatch(part -> part.test(document));
        };
    }

    private static Predicate<BsonDocument> field(String name, BsonValue condition) {
        FieldPath path = new FieldPath(name);
        if (!isOperators(condition)) {
            return Condition.of(path, condition.isRegularExpression() ? "$regex" : "$eq", condition);
        }
        List<Predicate<BsonDocument>> all = new ArrayList<>();
        for (Map.Entry<String, BsonValue> operator : condition.asDocument().entrySet()) {
            if (operator.getKey().equals("$not")) {
                all.add(field(name, operator.getValue()).negate());
            } else if (!operator.getKey().equals("$options")) {
                all.add(Condition.of(path, operator.getKey(), operator.getValue()));
            }
        }
        return document -> all.stream().allMatch(part -> part.test(document));
    }

    static boolean isOperators(BsonValue condition) {
        if (!condition.isDocument() || condition.asDocument().isEmpty()) {
            return false;
        }
        String first = condition.asDocument().getFirstKey();
        return first.startsWith("$") && !first.equals("$ref") && !first.equals("$id");
    }
}
