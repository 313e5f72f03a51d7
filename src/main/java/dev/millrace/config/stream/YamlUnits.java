package dev.millrace.config.stream;

import dev.millrace.config.MemorySize;
import dev.millrace.model.MillraceException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times, sizes and switches; what is wrong is noted at its place, and gives nothing. */
final class YamlUnits {

    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d|)");

    private YamlUnits() {}

    /** A number of seconds, with a fraction or not, or a text such as 10ms, 90s, 5m, 2h, 1d. */
    static Optional<Duration> time(YamlNode node, Duration least, Duration most) {
        Optional<String> text = node.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Matcher matcher = TIME.matcher(text.get().strip());
        if (matcher.matches()) {
            long unit =
                    switch (matcher.group(2)) {
                        case "ms" -> 1_000_000L;
                        case "m" -> 60_000_000_000L;
                        case "h" -> 3_600_000_000_000L;
                        case "d" -> 86_400_000_000_000L;
                        default -> 1_000_000_000L;
                    };
            BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
            if (nanos.compareTo(BigDecimal.valueOf(most.toNanos())) <= 0
                    && nanos.compareTo(BigDecimal.valueOf(least.toNanos())) >= 0) {
                return Optional.of(Duration.ofNanos(nanos.longValue()));
            }
        }
        node.wrong("is '" + text.get() + "'; it has to be a time from " + written(least) + " to " + written(most)
                + ": a number of seconds, or 10ms, 90s, 5m, 2h, 1d");
        return Optional.empty();
    }

    /** A number of bytes, or a text such as 512KB. */
    static Optional<Long> size(YamlNode node, long least, long most) {
        Optional<String> text = node.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            long bytes = MemorySize.parse(text.get().replace("_", "")).bytes();
            if (bytes >= least && bytes <= most) {
                return Optional.of(bytes);
            }
        } catch (MillraceException e) {
            // Told of below, with the bounds.
        }
        node.wrong("is '" + text.get() + "'; it has to be a size from " + least + " to " + most + " bytes, as 1MB");
        return Optional.empty();
    }

    static Optional<Boolean> flag(YamlNode node) {
        Optional<String> text = node.text();
        return text.flatMap(word -> switch (word) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> {
                node.wrong("is '" + word + "'; it has to be true or false");
                yield Optional.empty();
            }
        });
    }

    private static String written(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + "ms" : time.toSeconds() + "s";
    }
}
