package dev.millrace.schema.migration;

import dev.millrace.bson.edit.Leaf;
import dev.millrace.schema.migration.Expression.Result;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.bson.BsonBoolean;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Reads an expression:
 *
 * <pre>
 * sum     = product { ("+" | "-") product }        texts are joined by +
 * product = value { ("*" | "/") value }
 * value   = path | number | 'text' | "text" | true | false | null | function "(" [ sum { "," sum } ] ")" | "(" sum ")"
 * path    = "$" { "." name | "[" index "]" | "[*]" | ".*" | "['" name "']" }      a part of JSONPath, RFC 9535
 * </pre>
 */
final class ExpressionParser {

    private final String text;
    private int at;

    ExpressionParser(String text) {
        this.text = text;
    }

    Expression whole() {
        Expression expression = sum();
        if (!atEnd()) {
            throw wrong("cannot be read on");
        }
        return expression;
    }

    private Expression sum() {
        Expression left = product();
        while (true) {
            if (accept("+")) {
                left = operation(left, product(), Arithmetic::plus);
            } else if (accept("-")) {
                left = operation(left, product(), Arithmetic::minus);
            } else {
                return left;
            }
        }
    }

    private Expression product() {
        Expression left = value();
        while (true) {
            if (accept("*")) {
                left = operation(left, value(), Arithmetic::times);
            } else if (accept("/")) {
                left = operation(left, value(), Arithmetic::divided);
            } else {
                return left;
            }
        }
    }

    private static Expression operation(Expression left, Expression right, BinaryOperator<BsonValue> operator) {
        return document -> {
            Result first = left.of(document);
            Result second = right.of(document);
            return first.isMissing() || second.isMissing()
                    ? Result.MISSING
                    : Result.of(new Leaf(operator.apply(Arithmetic.single(first), Arithmetic.single(second))));
        };
    }

    private Expression value() {
        if (atEnd()) {
            throw wrong("ends where a value should be");
        }
        char next = text.charAt(at);
        if (accept("(")) {
            Expression inner = sum();
            expect(")");
            return inner;
        }
        if (next == '$') {
            return path();
        }
        if (next == '\'' || next == '"') {
            return constant(new BsonString(quoted()));
        }
        if (Character.isDigit(next) || next == '-') {
            return constant(number());
        }
        return word();
    }

    private static Expression constant(BsonValue value) {
        Result result = Result.of(new Leaf(value));
        return _ -> result;
    }

    private Expression word() {
        String name = name();
        switch (name) {
            case "true", "false" -> {
                return constant(BsonBoolean.valueOf(name.equals("true")));
            }
            case "null" -> {
                return constant(BsonNull.VALUE);
            }
            default -> {
                Function function = Function.named(name);
                if (function == null) {
                    throw wrong("knows no '" + name + "'; functions are " + Function.names());
                }
                return function.applied(arguments());
            }
        }
    }

    private List<Expression> arguments() {
        List<Expression> arguments = new ArrayList<>();
        expect("(");
        if (accept(")")) {
            return arguments;
        }
        do {
            arguments.add(sum());
        } while (accept(","));
        expect(")");
        return arguments;
    }

    private Expression path() {
        at++;
        List<Step> steps = new ArrayList<>();
        while (at < text.length()) {
            char next = text.charAt(at);
            if (next == '.') {
                at++;
                steps.add(at < text.length() && text.charAt(at) == '*' ? any() : new Step.Field(name()));
            } else if (next == '[') {
                at++;
                steps.add(bracket());
                expect("]");
            } else {
                break;
            }
        }
        return Step.along(List.copyOf(steps));
    }

    private Step any() {
        at++;
        return new Step.Any();
    }

    private Step bracket() {
        skipSpace();
        if (atEnd()) {
            throw wrong("ends in a bracket");
        }
        char next = text.charAt(at);
        if (next == '*') {
            return any();
        }
        if (next == '\'' || next == '"') {
            return new Step.Field(quoted());
        }
        int start = at;
        at += next == '-' ? 1 : 0;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        try {
            return new Step.Index(Integer.parseInt(text.substring(start, at)));
        } catch (NumberFormatException e) {
            throw wrong("needs an index, * or a quoted name in brackets");
        }
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        if (start == at) {
            throw wrong("needs a name");
        }
        return text.substring(start, at);
    }

    private String quoted() {
        char quote = text.charAt(at);
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw wrong("has a quote without its pair");
        }
        String inner = text.substring(at + 1, end);
        at = end + 1;
        return inner;
    }

    private BsonValue number() {
        int start = at++;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            if (digits.indexOf('.') >= 0) {
                return new BsonDouble(Double.parseDouble(digits));
            }
            long number = new BigDecimal(digits).longValueExact();
            return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong("has '" + digits + "', which is no number");
        }
    }

    private boolean accept(String token) {
        skipSpace();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        skipSpace();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw wrong("needs '" + token + "'");
        }
    }

    private boolean atEnd() {
        skipSpace();
        return at >= text.length();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException("is '" + text + "', which " + problem + " at character " + (at + 1));
    }
}
