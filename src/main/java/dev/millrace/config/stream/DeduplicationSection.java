package dev.millrace.config.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How repeated events of a collection are kept from being published. In the file:
 *
 * <pre>
 * deduplication:
 *   enabled: true               # true where the section is there and does not say
 *   memory_ttl: 10m             # how long this process remembers an event; seconds, or 500ms, 90s, 10m, 2h, 1d
 *   memory_max_size: 100000     # how many events it remembers at most, about 150 bytes each
 *   persistent_enabled: false   # whether Redis or Firestore remembers, too, beyond the end of the process
 *   persistent_ttl: 1h          # how long: 25 bytes an event, which at 10,000 events/s is 900 MB an hour
 *   cleanup_interval: 5m        # how often what ran out is removed from the store
 * </pre>
 */
public record DeduplicationSection(
        boolean enabled,
        Duration memoryTtl,
        int memoryMaxSize,
        boolean persistentEnabled,
        Duration persistentTtl,
        Duration cleanupInterval) {

    private static final Set<String> KNOWN = Set.of(
            "enabled", "memory_ttl", "memory_max_size", "persistent_enabled", "persistent_ttl", "cleanup_interval");
    private static final DeduplicationSection USUAL = new DeduplicationSection(
            true, Duration.ofMinutes(10), 100_000, false, Duration.ofHours(1), Duration.ofMinutes(5));
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST = 100_000_000;

    /** Where the file says nothing of it. */
    public static DeduplicationSection off() {
        return new DeduplicationSection(
                false,
                USUAL.memoryTtl,
                USUAL.memoryMaxSize,
                USUAL.persistentEnabled,
                USUAL.persistentTtl,
                USUAL.cleanupInterval);
    }

    /** @param node null where the section is missing */
    static DeduplicationSection read(@Nullable YamlNode node) {
        if (node == null || !node.isPresent()) {
            return off();
        }
        Map<String, YamlNode> entries = node.entries(KNOWN);
        return new DeduplicationSection(
                flag(entries.get("enabled"), USUAL.enabled),
                time(entries.get("memory_ttl"), USUAL.memoryTtl),
                size(entries.get("memory_max_size")),
                flag(entries.get("persistent_enabled"), USUAL.persistentEnabled),
                time(entries.get("persistent_ttl"), USUAL.persistentTtl),
                time(entries.get("cleanup_interval"), USUAL.cleanupInterval));
    }

    private static boolean flag(@Nullable YamlNode node, boolean otherwise) {
        return node == null ? otherwise : YamlUnits.flag(node).orElse(otherwise);
    }

    private static Duration time(@Nullable YamlNode node, Duration otherwise) {
        return node == null
                ? otherwise
                : YamlUnits.time(node, SHORTEST, LONGEST).orElse(otherwise);
    }

    /** {@link YamlNode#number} takes an empty value for a wrong one. */
    private static int size(@Nullable YamlNode node) {
        return node == null || !node.isPresent()
                ? USUAL.memoryMaxSize
                : node.number(1, MOST).orElse(USUAL.memoryMaxSize);
    }
}
