package dev.millrace.sink.postgres.table;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes names that need no thought in SQL, each one once: {@code shippingAddress} becomes {@code shipping_address},
 * {@code Order} becomes {@code order_}, as ORDER is reserved. For the names of one table, or of one schema's tables.
 */
final class SafeNames {

    /** NAMEDATALEN - 1. */
    static final int MAX_BYTES = 63;

    /** Every table has these already. Source: PostgreSQL 18, section 5.6. */
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Set<String> taken = new HashSet<>();

    /** Says that a name is given already, as it is. Returns whether it was free. */
    boolean take(String name) {
        return taken.add(name);
    }

    /** A name made of `raw` that is not taken, and is from now on. */
    String make(String raw) {
        String base = cut(safe(raw), MAX_BYTES);
        String name = base;
        for (int number = 2; !taken.add(name); number++) {
            String suffix = "_" + number;
            name = cut(base, MAX_BYTES - suffix.length()) + suffix;
        }
        return name;
    }

    static boolean isSystemColumn(String name) {
        return SYSTEM_COLUMNS.contains(name);
    }

    private static String safe(String raw) {
        String name = snake(raw);
        if (name.isEmpty() || Character.isDigit(name.codePointAt(0))) {
            name = "_" + name;
        }
        return ReservedWords.contains(name) || isSystemColumn(name) ? name + "_" : name;
    }

    /** Lower case, words divided by `_`, and `_` for whatever is no letter or digit. */
    private static String snake(String raw) {
        int[] points = raw.codePoints().toArray();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (!Character.isLetterOrDigit(point)) {
                name.append('_');
                continue;
            }
            if (startsWord(points, i)) {
                name.append('_');
            }
            name.appendCodePoint(Character.toLowerCase(point));
        }
        return name.toString();
    }

    /** Whether a capital begins a word: behind a small letter or digit, or in front of a small letter as S in HTTPServer. */
    private static boolean startsWord(int[] points, int at) {
        if (at == 0 || !Character.isUpperCase(points[at])) {
            return false;
        }
        int before = points[at - 1];
        return Character.isLowerCase(before)
                || Character.isDigit(before)
                || (Character.isUpperCase(before) && at + 1 < points.length && Character.isLowerCase(points[at + 1]));
    }

    private static String cut(String name, int maxBytes) {
        int bytes = 0;
        for (int at = 0; at < name.length(); ) {
            int point = name.codePointAt(at);
            int units = Character.charCount(point);
            bytes += name.substring(at, at + units).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                return name.substring(0, at);
            }
            at += units;
        }
        return name;
    }
}
