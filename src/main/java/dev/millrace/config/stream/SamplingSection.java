package dev.millrace.config.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of streams are logged, of those that come in great numbers:
 *
 * <pre>
 * monitoring:
 *   logging:
 *     sampling:
 *       enabled: true
 *       default_rate: 0.1                                # of events without a rule
 *       rules:
 *         EventRejected: {rate: 0.01}                    # by chance
 *         StreamRetried: {per_second: 5}                 # at most
 *         SaveFailed: {first: 10, then_every: 100, level: error}
 *         StreamChanged: {level: warn}                   # all of them; error, warn, info, debug or off
 * </pre>
 *
 * Rules may also be a list, each with its `event`.
 *
 * @param enabled     without it every event is logged
 * @param defaultRate from 0 to 1
 * @param rules       by the names of events
 */
public record SamplingSection(boolean enabled, double defaultRate, Map<String, Rule> rules) {

    /** The names that rules may be about; those of the log. */
    public static final List<String> EVENTS = List.of(
            "StreamChanged",
            "StreamRetried",
            "EventRejected",
            "SaveFailed",
            "DrainEnded",
            "MemoryPressed",
            "StreamProgress");

    private static final Set<String> SAMPLING = Set.of("enabled", "default_rate", "rules");
    private static final Set<String> RULE = Set.of("event", "rate", "per_second", "first", "then_every", "level");
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "off");

    /**
     * What is said of one event; of rate, perSecond and first one at most.
     *
     * @param thenEvery after the first ones; 0 or empty for none
     */
    public record Rule(
            Optional<Double> rate,
            Optional<Integer> perSecond,
            Optional<Integer> first,
            Optional<Integer> thenEvery,
            Optional<String> level) {}

    public SamplingSection {
        rules = Map.copyOf(rules);
    }

    /** Every event is logged. */
    public static SamplingSection none() {
        return new SamplingSection(false, 1, Map.of());
    }

    /** @param monitoring the section `monitoring`; null where there is none */
    static SamplingSection read(@Nullable YamlNode monitoring) {
        YamlNode sampling = inner(inner(monitoring, "logging"), "sampling");
        if (sampling == null) {
            return none();
        }
        Map<String, YamlNode> entries = sampling.entries(SAMPLING);
        YamlNode enabled = entries.get("enabled");
        YamlNode rate = entries.get("default_rate");
        return new SamplingSection(
                enabled == null || enabled.choice(List.of("true", "false")).equals("true"),
                rate == null ? 1 : rate(rate).orElse(1.0),
                rules(entries.get("rules")));
    }

    private static @Nullable YamlNode inner(@Nullable YamlNode node, String name) {
        return node == null ? null : node.entries(Set.of(name)).get(name);
    }

    private static Map<String, Rule> rules(@Nullable YamlNode node) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        if (node == null) {
            return rules;
        }
        if (!node.isList()) {
            node.entries().forEach((event, rule) -> add(rules, event, rule));
            return rules;
        }
        for (YamlNode each : node.elements()) {
            YamlNode event = each.entries().get("event");
            if (event == null) {
                each.wrong("needs `event`");
            } else {
                add(rules, event.text().orElse(""), each);
            }
        }
        return rules;
    }

    private static void add(Map<String, Rule> rules, String event, YamlNode node) {
        if (!EVENTS.contains(event)) {
            node.wrong("is about '" + event + "'; possible are " + String.join(", ", EVENTS));
        }
        if (rules.put(event, rule(node)) != null) {
            node.wrong("is the second rule about " + event);
        }
    }

    private static Rule rule(YamlNode node) {
        Map<String, YamlNode> entries = node.entries(RULE);
        List<String> given = List.of("rate", "per_second", "first").stream()
                .filter(entries::containsKey)
                .toList();
        if (given.size() > 1) {
            node.wrong("has " + String.join(" and ", given) + "; leave one of them");
        }
        if (entries.containsKey("then_every") && !entries.containsKey("first")) {
            node.wrong("has then_every without `first`");
        }
        YamlNode rate = entries.get("rate");
        YamlNode level = entries.get("level");
        return new Rule(
                rate == null ? Optional.empty() : rate(rate),
                number(entries.get("per_second")),
                number(entries.get("first")),
                number(entries.get("then_every")),
                level == null ? Optional.empty() : Optional.of(level.choice(LEVELS)));
    }

    private static Optional<Integer> number(@Nullable YamlNode node) {
        return node == null ? Optional.empty() : node.number(1, Integer.MAX_VALUE);
    }

    private static Optional<Double> rate(YamlNode node) {
        Optional<String> text = node.text();
        try {
            Optional<Double> rate = text.map(Double::valueOf);
            if (rate.filter(value -> value >= 0 && value <= 1).isPresent()) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // Told of below.
        }
        node.wrong("is '" + text.orElse("") + "'; it has to be a number from 0 to 1");
        return Optional.empty();
    }
}
