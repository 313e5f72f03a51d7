package dev.millrace.doubles.mongo;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** One operator on one field. */
final class Condition {
    private static final int MIN_KEY = -1;
    private static final int MAX_KEY = 127;

    private Condition() {}

    static Predicate<BsonDocument> of(FieldPath path, String operator, BsonValue operand) {
        return switch (operator) {
            case "$eq", "$gt", "$gte", "$lt", "$lte" -> any(path, value -> compare(path, operator, value, operand));
            case "$ne" ->
                any(path, value -> compare(path, "$eq", value, operand)).negate();
            case "$in" -> in(path, operands(operator, operand));
            case "$nin" -> in(path, operands(operator, operand)).negate();
            case "$exists" -> {
                boolean wanted = Expression.isTrue(operand);
                yield document -> path.values(document).stream().anyMatch(value -> value != null) == wanted;
            }
            case "$type" -> {
                Set<BsonType> types = TypeAliases.parse(operand);
                yield any(path, value -> value != null && types.contains(value.getBsonType()));
            }
            case "$size" ->
                document -> path.values(document).stream()
                        .anyMatch(value -> value != null
                                && value.isArray()
                                && value.asArray().size() == operand.asNumber().intValue());
            case "$regex" -> {
                Pattern pattern = pattern(operand);
                yield any(
                        path,
                        value -> value != null
                                && value.isString()
                                && pattern.matcher(value.asString().getValue()).find());
            }
            default -> throw ErrorCode.BAD_VALUE.failure("unknown operator: " + operator);
        };
    }

    private static Predicate<BsonDocument> any(FieldPath path, Predicate<@Nullable BsonValue> test) {
        return document -> path.candidates(document).stream().anyMatch(test);
    }

    private static Predicate<BsonDocument> in(FieldPath path, Set<BsonValue> operands) {
        return any(path, value -> operands.contains(value == null ? BsonNull.VALUE : value));
    }

    private static Set<BsonValue> operands(String operator, BsonValue operand) {
        if (!operand.isArray()) {
            throw ErrorCode.BAD_VALUE.failure(operator + " needs an array");
        }
        TreeSet<BsonValue> operands = new TreeSet<>(ValueOrder.INSTANCE);
        operands.addAll(operand.asArray());
        return operands;
    }

    private static Pattern pattern(BsonValue operand) {
        return operand.isRegularExpression()
                ? Pattern.compile(operand.asRegularExpression().getPattern())
                : Pattern.compile(operand.asString().getValue());
    }

    /** Type bracketing: a comparison holds only within the operand's type, except against MinKey and MaxKey. */
    private static boolean compare(FieldPath path, String operator, @Nullable BsonValue value, BsonValue operand) {
        int operandRank = ValueOrder.rank(operand);
        int valueRank = ValueOrder.rank(value);
        if (operandRank == MIN_KEY || operandRank == MAX_KEY) {
            return compareWithEnd(path.name.equals("_id"), operator, valueRank, operandRank);
        }
        if (operandRank != valueRank) {
            return false;
        }
        if (value == null || operandRank == 5) {
            return !operator.equals("$gt") && !operator.equals("$lt");
        }
        if (isNaN(value) != isNaN(operand)) {
            return false;
        }
        int order = ValueOrder.INSTANCE.compare(value, operand);
        return holds(operator, order);
    }

    private static boolean isNaN(BsonValue value) {
        return (value.isDouble() && Double.isNaN(value.asDouble().getValue()))
                || (value.isDecimal128() && value.asDecimal128().getValue().isNaN());
    }

    private static boolean holds(String operator, int order) {
        return switch (operator) {
            case "$gt" -> order > 0;
            case "$gte" -> order >= 0;
            case "$lt" -> order < 0;
            case "$lte" -> order <= 0;
            default -> order == 0;
        };
    }

    /**
     * On the {@code _id} index {@code $gt: MinKey} and {@code $lt: MaxKey} scan everything, the end itself included
     * (ids_of_every_type.json); without an index the matcher lets every other type pass every comparison.
     */
    private static boolean compareWithEnd(boolean indexed, String operator, int valueRank, int operandRank) {
        boolean same = valueRank == operandRank;
        if (operator.equals("$eq")) {
            return same;
        }
        if (!indexed) {
            return !same || operator.equals("$gte") || operator.equals("$lte");
        }
        boolean inward = operandRank == MIN_KEY ? operator.startsWith("$gt") : operator.startsWith("$lt");
        return inward || (same && operator.endsWith("e"));
    }
}
