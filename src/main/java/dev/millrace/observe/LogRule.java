package dev.millrace.observe;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How events of one name are logged.
 *
 * @param sampling which of them; null for all
 * @param level    null for the usual one
 * @param silent   whether none is
 */
public record LogRule(@Nullable Sampling sampling, Logger.@Nullable Level level, boolean silent) {

    public static LogRule sampled(Sampling sampling) {
        return new LogRule(sampling, null, false);
    }
}
