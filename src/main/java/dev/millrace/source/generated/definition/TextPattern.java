package dev.millrace.source.generated.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the pattern of `$text`: letters stand for themselves, in braces stands
 * a pool after an at sign, `digits 5`, `letters 2`, `lower 2`, `hex 8` for random characters, an earlier text field `name` or
 * `lower name`, or an expression `index + 1`, `index:08` with zeros before it up to a width.
 */
final class TextPattern {

    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern RANDOM = Pattern.compile("(digits|letters|lower|hex) (\\d{1,4})");
    private static final Pattern PADDED = Pattern.compile("(.*):0(\\d{1,2})");

    private final Spec field;
    private final Slots slots;
    private final Function<String, Pool> pools;

    private TextPattern(Spec field, Slots slots, Function<String, Pool> pools) {
        this.field = field;
        this.slots = slots;
        this.pools = pools;
    }

    static Value parse(Spec field, Slots slots, Function<String, Pool> pools) {
        return new TextValue(field, new TextPattern(field, slots, pools).parts(field.text()), slots);
    }

    private List<TextPart> parts(String pattern) {
        List<TextPart> parts = new ArrayList<>();
        Matcher braces = BRACES.matcher(pattern);
        int end = 0;
        while (braces.find()) {
            literal(pattern.substring(end, braces.start()), parts);
            parts.add(part(braces.group(1).strip()));
            end = braces.end();
        }
        literal(pattern.substring(end), parts);
        return parts;
    }

    private static void literal(String text, List<TextPart> parts) {
        if (!text.isEmpty()) {
            parts.add(new TextPart.Literal(text));
        }
    }

    private TextPart part(String content) {
        if (content.startsWith("@")) {
            Pool pool = pools.apply(content.substring(1));
            return new TextPart.Draw(pool, Distribution.uniform(0, pool.size() - 1));
        }
        Matcher random = RANDOM.matcher(content);
        if (random.matches()) {
            return new TextPart.Characters(alphabet(random.group(1)), Integer.parseInt(random.group(2)));
        }
        boolean lower = content.startsWith("lower ");
        Integer text = slots.findText(lower ? content.substring(6) : content, field.scope());
        if (text != null) {
            return new TextPart.Copy(text, lower);
        }
        Matcher padded = PADDED.matcher(content);
        return padded.matches()
                ? new TextPart.Digits(
                        Expression.parse(field, padded.group(1), slots), Integer.parseInt(padded.group(2)))
                : new TextPart.Digits(Expression.parse(field, content, slots), 0);
    }

    private static String alphabet(String name) {
        return switch (name) {
            case "digits" -> "0123456789";
            case "hex" -> "0123456789abcdef";
            case "lower" -> "abcdefghijklmnopqrstuvwxyz";
            default -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        };
    }
}
