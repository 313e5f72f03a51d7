package dev.millrace.job.stream;

import dev.millrace.config.stream.SamplingSection;
import dev.millrace.observe.LogRule;
import dev.millrace.observe.SampledLog;
import dev.millrace.observe.Sampling;
import dev.millrace.observe.StreamEvent;
import dev.millrace.observe.StreamLog;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes the log of streams that the configuration asks for. */
final class LogSampling {

    private LogSampling() {}

    static Consumer<StreamEvent> log(SamplingSection section) {
        if (!section.enabled()) {
            return new StreamLog();
        }
        Map<String, LogRule> rules = new HashMap<>();
        section.rules().forEach((event, rule) -> rules.put(event, rule(rule)));
        return new SampledLog(
                rules,
                new Sampling.Probability(section.defaultRate()),
                new SecureRandom(),
                InstantSource.system(),
                new StreamLog());
    }

    private static LogRule rule(SamplingSection.Rule rule) {
        String level = rule.level().orElse("");
        return new LogRule(
                sampling(rule),
                level.isEmpty() || level.equals("off") ? null : Logger.Level.valueOf(level.toUpperCase(Locale.ROOT)),
                level.equals("off"));
    }

    private static @Nullable Sampling sampling(SamplingSection.Rule rule) {
        if (rule.rate().isPresent()) {
            return new Sampling.Probability(rule.rate().get());
        }
        if (rule.perSecond().isPresent()) {
            return new Sampling.PerSecond(rule.perSecond().get());
        }
        return rule.first().isPresent()
                ? new Sampling.FirstThenEvery(
                        rule.first().get(), rule.thenEvery().orElse(0))
                : null;
    }
}
