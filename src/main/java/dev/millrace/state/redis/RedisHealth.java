package dev.millrace.state.redis;

import java.time.Duration;
import java.util.List;

/**
 * What {@link RedisRunStore#check} found.
 *
 * @param latency        the quickest of several round trips
 * @param writable       whether keys can be written and scripts be run
 * @param evictionPolicy `maxmemory-policy`; empty where Redis does not tell
 * @param clockOffset    how much the server's clock is ahead of this machine's
 * @param warnings       what works now and may hurt later, with the remedy, a sentence each
 */
public record RedisHealth(
        String version,
        Duration latency,
        boolean writable,
        String evictionPolicy,
        Duration clockOffset,
        List<String> warnings) {

    public RedisHealth {
        warnings = List.copyOf(warnings);
    }
}
