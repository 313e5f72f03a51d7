package dev.millrace.source;

import dev.millrace.model.Namespace;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which collections a run moves: full names, patterns with `*` (`shop.*`, `*.orders`), or a database's name alone.
 * System collections never match.
 *
 * @param patterns as the user wrote them; at least one
 */
public record NamespaceSelection(List<String> patterns) {

    public NamespaceSelection {
        patterns = List.copyOf(patterns);
    }

    public boolean matches(Namespace namespace) {
        return !namespace.isSystem() && patterns.stream().anyMatch(pattern -> matches(pattern, namespace));
    }

    /** The database that a pattern is confined to, or null where it spans several. */
    public static @Nullable String databaseOf(String pattern) {
        int dot = pattern.indexOf('.');
        String database = dot < 0 ? pattern : pattern.substring(0, dot);
        return database.contains("*") ? null : database;
    }

    /** Whether a pattern names exactly one collection. */
    public static boolean isExact(String pattern) {
        return pattern.indexOf('.') > 0 && !pattern.contains("*");
    }

    private static boolean matches(String pattern, Namespace namespace) {
        if (pattern.indexOf('.') < 0) {
            return glob(pattern).matcher(namespace.database()).matches();
        }
        return glob(pattern).matcher(namespace.toString()).matches();
    }

    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
