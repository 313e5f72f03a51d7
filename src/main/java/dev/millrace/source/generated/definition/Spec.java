package dev.millrace.source.generated.definition;

import dev.millrace.model.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node of a definition, read as what is expected there; errors say where it stands.
 *
 * @param origin  of the definition
 * @param path    the field that the node describes, dotted; array elements have the path of their array
 * @param node    as SnakeYAML made it
 */
record Spec(Origin origin, String path, @Nullable Object node) {

    MillraceException wrong(String problem) {
        return MillraceException.usage(origin.place(path) + " " + problem, Definition.EXAMPLES);
    }

    boolean isMap() {
        return node instanceof Map;
    }

    Map<?, ?> map() {
        if (!(node instanceof Map<?, ?> map)) {
            throw wrong("needs a map where it has '" + node + "'");
        }
        return map;
    }

    /** The entries of a map, each with the path of this node. */
    Map<String, Spec> options() {
        Map<String, Spec> options = new LinkedHashMap<>();
        map().forEach((key, value) -> options.put(String.valueOf(key), new Spec(origin, path, value)));
        return options;
    }

    /** The same, refusing any other option than these. */
    Map<String, Spec> options(Set<String> allowed) {
        Map<String, Spec> options = options();
        for (String key : options.keySet()) {
            if (!allowed.contains(key)) {
                throw wrong("has the unknown option '" + key + "'; possible are "
                        + String.join(", ", allowed.stream().sorted().toList()));
            }
        }
        return options;
    }

    /** One of this node's options. */
    Spec required(Map<String, Spec> options, String name) {
        Spec option = options.get(name);
        if (option == null) {
            throw wrong("needs the option '" + name + "'");
        }
        return option;
    }

    List<Spec> list() {
        if (!(node instanceof List<?> list) || list.isEmpty()) {
            throw wrong("needs a list with at least one value where it has '" + node + "'");
        }
        List<Spec> specs = new ArrayList<>();
        list.forEach(value -> specs.add(new Spec(origin, path, value)));
        return specs;
    }

    /** The node of a field inside this one. */
    Spec field(String name, @Nullable Object value) {
        return new Spec(origin, path.isEmpty() ? name : path + "." + name, value);
    }

    /** Where the names of its expressions are looked up first. */
    String scope() {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    String text() {
        if (node == null) {
            throw wrong("needs a text");
        }
        return node.toString();
    }

    BigDecimal number() {
        try {
            return new BigDecimal(text());
        } catch (NumberFormatException e) {
            throw wrong("needs a number where it has '" + node + "'");
        }
    }

    /** The number times 10^scale. */
    long fixed(int scale) {
        return number().setScale(scale, RoundingMode.HALF_UP).unscaledValue().longValueExact();
    }

    double probability() {
        double value = number().doubleValue();
        if (value < 0 || value > 1) {
            throw wrong("needs a probability between 0 and 1 where it has " + node);
        }
        return value;
    }

    /** A moment in milliseconds since 1970. */
    long moment() {
        if (node instanceof Date date) {
            return date.toInstant().toEpochMilli();
        }
        try {
            return text().contains("T")
                    ? Instant.parse(text()).toEpochMilli()
                    : LocalDate.parse(text())
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw wrong("needs a date such as 2026-01-31 or 2026-01-31T12:00:00Z where it has '" + node + "'");
        }
    }

    /** A length of time in milliseconds, written as 500ms, 20s, 15m, 8h or 3d. */
    long millis() {
        String text = text();
        String unit = text.replaceAll("[0-9]", "");
        try {
            long amount = Long.parseLong(text.substring(0, text.length() - unit.length()));
            return switch (unit) {
                case "ms" -> amount;
                case "s" -> Duration.ofSeconds(amount).toMillis();
                case "m" -> Duration.ofMinutes(amount).toMillis();
                case "h" -> Duration.ofHours(amount).toMillis();
                case "d" -> Duration.ofDays(amount).toMillis();
                default -> throw new NumberFormatException(unit);
            };
        } catch (NumberFormatException e) {
            throw wrong("needs a length of time such as 500ms, 20s, 15m, 8h or 3d where it has '" + text + "'");
        }
    }
}
