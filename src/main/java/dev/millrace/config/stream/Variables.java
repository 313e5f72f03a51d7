package dev.millrace.config.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces `${NAME}` and `${NAME:default}` by the environment's values. */
record Variables(Environment environment) {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?}");

    /** Looks up a variable; null where it is not set. */
    @FunctionalInterface
    interface Environment {
        @Nullable
        String get(String name);
    }

    /** @throws IllegalArgumentException that names the variable which is not set and has no default */
    String replaced(String text) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            String replacement = value != null && !value.isEmpty() ? value : matcher.group(2);
            if (replacement == null) {
                throw new IllegalArgumentException("needs the variable " + matcher.group(1) + ", which is not set");
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(out).toString();
    }
}
