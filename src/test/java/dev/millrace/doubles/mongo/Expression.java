package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** An aggregation expression: paths, literals, objects and a handful of operators. */
interface Expression {
    /** The value, or null where the expression names a field that is missing. */
    @Nullable
    BsonValue evaluate(BsonDocument document);

    static Expression of(BsonValue source) {
        if (source.isString() && source.asString().getValue().startsWith("$$ROOT")) {
            return document -> document;
        }
        if (source.isString() && source.asString().getValue().startsWith("$")) {
            FieldPath path = new FieldPath(source.asString().getValue().substring(1));
            return document -> path.values(document).getFirst();
        }
        if (Filter.isOperators(source)) {
            Map.Entry<String, BsonValue> operator =
                    source.asDocument().entrySet().iterator().next();
            return operator(operator.getKey(), operator.getValue());
        }
        return source.isDocument() ? object(source.asDocument()) : document -> source;
    }

    static boolean isTrue(@Nullable BsonValue value) {
        return value != null
                && !value.isNull()
                && value.getBsonType() != BsonType.UNDEFINED
                && !(value.isBoolean() && !value.asBoolean().getValue())
                && !(value.isNumber() && value.asNumber().doubleValue() == 0);
    }

    private static Expression object(BsonDocument fields) {
        return document -> {
            BsonDocument result = new BsonDocument();
            fields.forEach((name, expression) -> {
                BsonValue value = of(expression).evaluate(document);
                if (value != null) {
                    result.append(name, value);
                }
            });
            return result;
        };
    }

    private static Expression operator(String name, BsonValue operand) {
        if (name.equals("$literal")) {
            return document -> operand;
        }
        List<Expression> arguments = operand.isArray()
                ? operand.asArray().stream().map(Expression::of).toList()
                : List.of(of(operand));
        return switch (name) {
            case "$type" ->
                document -> {
                    BsonValue value = arguments.getFirst().evaluate(document);
                    return new BsonString(
                            TypeAliases.name(value == null ? BsonType.END_OF_DOCUMENT : value.getBsonType()));
                };
            case "$eq" -> comparison(arguments, order -> order == 0);
            case "$ne" -> comparison(arguments, order -> order != 0);
            case "$gt" -> comparison(arguments, order -> order > 0);
            case "$gte" -> comparison(arguments, order -> order >= 0);
            case "$lt" -> comparison(arguments, order -> order < 0);
            case "$lte" -> comparison(arguments, order -> order <= 0);
            case "$size" ->
                document -> {
                    BsonValue array = arguments.getFirst().evaluate(document);
                    return new BsonInt32(array == null ? 0 : array.asArray().size());
                };
            case "$ifNull" ->
                document -> {
                    BsonValue value = arguments.get(0).evaluate(document);
                    return value == null || value.isNull() ? arguments.get(1).evaluate(document) : value;
                };
            case "$range" -> document -> range(arguments, document);
            default ->
                throw new CommandFailure(168, "InvalidPipelineOperator", "Unrecognized expression '" + name + "'");
        };
    }

    private static Expression comparison(List<Expression> arguments, java.util.function.IntPredicate test) {
        return document -> {
            BsonValue left = arguments.get(0).evaluate(document);
            BsonValue right = arguments.get(1).evaluate(document);
            return BsonBoolean.valueOf(test.test(ValueOrder.INSTANCE.compare(
                    left == null ? BsonNull.VALUE : left, right == null ? BsonNull.VALUE : right)));
        };
    }

    private static BsonArray range(List<Expression> arguments, BsonDocument document) {
        int from = arguments.get(0).evaluate(document).asNumber().intValue();
        int to = arguments.get(1).evaluate(document).asNumber().intValue();
        List<BsonValue> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(new BsonInt32(i));
        }
        return new BsonArray(numbers);
    }
}
