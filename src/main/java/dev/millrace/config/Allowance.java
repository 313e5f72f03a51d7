package dev.millrace.config;

import dev.millrace.model.MillraceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many rejected documents are tolerated: a number, or a percentage of all documents read. */
public record Allowance(double value, boolean percentage) {

    private static final Pattern FORM = Pattern.compile("(\\d+|\\d+(?:\\.\\d+)?(?=%))(%?)");

    public static Allowance parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw MillraceException.usage("'" + text + "' is neither a number nor a percentage", "write 10 or 0.1%");
        }
        return new Allowance(
                Double.parseDouble(matcher.group(1)), !matcher.group(2).isEmpty());
    }

    public boolean permits(long rejected, long read) {
        return percentage ? rejected * 100.0 <= value * read : rejected <= value;
    }
}
