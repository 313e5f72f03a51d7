package dev.millrace.source.generated.definition;

import java.math.BigDecimal;
import java.util.function.LongBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses arithmetic over earlier fields: `+ - *`, comparisons (1 or 0), parentheses, numbers, names of fields,
 * `index` (of the document), `position` (in the innermost array), `count(array)` and `sum(array.field)` over the newest
 * array of that name. Numbers are exact.
 */
final class Expression {

    private static final Pattern TOKEN = Pattern.compile("\\s*([A-Za-z_][\\w.]*|\\d+(?:\\.\\d+)?|[<>=!]=|[-+*()<>])");

    private final Spec field;
    private final Slots slots;
    private final Matcher tokens;
    private @Nullable String token;
    private int end;

    private Expression(Spec field, String text, Slots slots) {
        this.field = field;
        this.slots = slots;
        this.tokens = TOKEN.matcher(text);
        advance();
    }

    static NumberSource parse(Spec field, String text, Slots slots) {
        Expression expression = new Expression(field, text, slots);
        NumberSource source = expression.comparison();
        if (expression.token != null || expression.end < text.stripTrailing().length()) {
            throw field.wrong("has the expression '" + text + "', which makes no sense from '"
                    + text.substring(Math.min(expression.end, text.length())) + "' on");
        }
        return source;
    }

    private NumberSource comparison() {
        NumberSource left = sum();
        LongBinaryOperator compare =
                switch (token) {
                    case "<" -> (a, b) -> a < b ? 1 : 0;
                    case "<=" -> (a, b) -> a <= b ? 1 : 0;
                    case ">" -> (a, b) -> a > b ? 1 : 0;
                    case ">=" -> (a, b) -> a >= b ? 1 : 0;
                    case "==" -> (a, b) -> a == b ? 1 : 0;
                    case "!=" -> (a, b) -> a != b ? 1 : 0;
                    case null, default -> null;
                };
        if (compare == null) {
            return left;
        }
        advance();
        return new Aligned(compare, left, sum(), 0);
    }

    private NumberSource sum() {
        NumberSource left = product();
        while ("+".equals(token) || "-".equals(token)) {
            LongBinaryOperator operator = "+".equals(token) ? Math::addExact : Math::subtractExact;
            advance();
            NumberSource right = product();
            left = new Aligned(operator, left, right, Math.max(left.scale(), right.scale()));
        }
        return left;
    }

    private NumberSource product() {
        NumberSource left = operand();
        while ("*".equals(token)) {
            advance();
            NumberSource right = operand();
            if (left.scale() + right.scale() > Decimals.MAX_SCALE) {
                throw field.wrong("multiplies numbers with too many decimals");
            }
            left = new Product(left, right);
        }
        return left;
    }

    private NumberSource operand() {
        String text = token;
        if (text == null) {
            throw field.wrong("has an expression that ends too early");
        }
        advance();
        if (text.equals("(")) {
            NumberSource inner = comparison();
            expectClosing();
            return inner;
        }
        if (text.equals("-")) {
            return new Product(new Constant(-1, 0), operand());
        }
        if (Character.isDigit(text.charAt(0))) {
            BigDecimal number = new BigDecimal(text);
            return new Constant(number.unscaledValue().longValueExact(), number.scale());
        }
        if ("(".equals(token) && (text.equals("sum") || text.equals("count"))) {
            return overArray(text.equals("sum"));
        }
        return switch (text) {
            case "index" -> new Index();
            case "position" -> new Position();
            default -> read(text);
        };
    }

    private NumberSource overArray(boolean sum) {
        advance();
        String name = String.valueOf(token);
        advance();
        expectClosing();
        return sum ? new Sum(slot(name).slot(), slot(name).scale()) : read(name + Slots.COUNT);
    }

    private NumberSource read(String name) {
        return new Field(slot(name).slot(), slot(name).scale());
    }

    private Slots.NumberSlot slot(String name) {
        Slots.NumberSlot slot = slots.findNumber(name, field.scope());
        if (slot == null) {
            throw field.wrong("refers to '" + name + "', which is no number, date or choice above it");
        }
        return slot;
    }

    private void expectClosing() {
        if (!")".equals(token)) {
            throw field.wrong("has an expression without its closing parenthesis");
        }
        advance();
    }

    private void advance() {
        if (tokens.lookingAt()) {
            token = tokens.group(1);
            end = tokens.end();
            tokens.region(end, tokens.regionEnd());
        } else {
            token = null;
        }
    }

    private record Constant(long value, int scale) implements NumberSource {
        @Override
        public long next(Row row) {
            return value;
        }
    }

    private record Field(int slot, int scale) implements NumberSource {
        @Override
        public long next(Row row) {
            return row.numbers[slot];
        }
    }

    private record Sum(int slot, int scale) implements NumberSource {
        @Override
        public long next(Row row) {
            return row.sums[slot];
        }
    }

    private record Index() implements NumberSource {
        @Override
        public long next(Row row) {
            return row.index;
        }

        @Override
        public int scale() {
            return 0;
        }
    }

    private record Position() implements NumberSource {
        @Override
        public long next(Row row) {
            return row.position;
        }

        @Override
        public int scale() {
            return 0;
        }
    }

    private record Product(NumberSource left, NumberSource right) implements NumberSource {
        @Override
        public long next(Row row) {
            return Math.multiplyExact(left.next(row), right.next(row));
        }

        @Override
        public int scale() {
            return left.scale() + right.scale();
        }
    }

    /** Two numbers brought to the same count of decimals, then joined. */
    private record Aligned(LongBinaryOperator operator, NumberSource left, NumberSource right, int scale)
            implements NumberSource {
        @Override
        public long next(Row row) {
            int common = Math.max(left.scale(), right.scale());
            return operator.applyAsLong(
                    Decimals.rescale(left.next(row), left.scale(), common),
                    Decimals.rescale(right.next(row), right.scale(), common));
        }
    }
}
