package dev.millrace.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs some of the events of streams, by rules, and tells once a minute how many it has left out. Events without a rule
 * are sampled by the usual one if they may come in great numbers; what happens now and then is always logged. Safe for
 * use by many threads.
 */
public final class SampledLog implements Consumer<StreamEvent> {

    private static final Duration TELLING = Duration.ofMinutes(1);
    private static final Set<String> FREQUENT =
            Set.of("EventRejected", "StreamRetried", "SaveFailed", "StreamProgress");

    private final Map<String, LogRule> rules;
    private final @Nullable Sampling usual;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Output output;
    private final Map<String, Sampler> samplers = new HashMap<>();
    private final Map<String, Logger.Level> levels = new TreeMap<>();
    private long told;

    /** Where lines go. */
    public interface Output {

        boolean isWanted(Logger.Level level);

        /** @param fields `event` with the event's name, then the rest */
        void write(Logger.Level level, BsonDocument fields);
    }

    /**
     * @param rules by the names of events
     * @param usual for events without a rule; null where all of them are logged
     */
    public SampledLog(
            Map<String, LogRule> rules,
            @Nullable Sampling usual,
            RandomGenerator random,
            InstantSource clock,
            Output output) {
        this.rules = Map.copyOf(rules);
        this.usual = usual;
        this.random = random;
        this.clock = clock;
        this.output = output;
        this.told = clock.millis();
    }

    @Override
    public synchronized void accept(StreamEvent event) {
        String name = event.getClass().getSimpleName();
        LogRule rule = rules.get(name);
        Logger.Level level = rule == null || rule.level() == null ? StreamLog.level(event) : rule.level();
        if (output.isWanted(level) && (rule == null || !rule.silent()) && keeps(name, rule)) {
            output.write(level, EventFields.of(event));
        }
        levels.put(name, level);
        tell();
    }

    private boolean keeps(String name, @Nullable LogRule rule) {
        Sampling sampling = rule != null ? rule.sampling() : FREQUENT.contains(name) ? usual : null;
        return sampling == null
                || samplers.computeIfAbsent(name, _ -> new Sampler(sampling, random, clock))
                        .keeps();
    }

    private void tell() {
        long now = clock.millis();
        long millis = now - told;
        if (millis < TELLING.toMillis()) {
            return;
        }
        told = now;
        levels.forEach((name, level) -> {
            Sampler sampler = samplers.get(name);
            long leftOut = sampler == null ? 0 : sampler.takeLeftOut();
            if (leftOut > 0) {
                output.write(
                        level,
                        new BsonDocument("event", new BsonString("EventsNotLogged"))
                                .append("name", new BsonString(name))
                                .append("count", new BsonInt64(leftOut))
                                .append("seconds", new BsonInt64(millis / 1000)));
            }
        });
    }
}
