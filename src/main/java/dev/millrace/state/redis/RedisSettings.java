package dev.millrace.state.redis;

import dev.millrace.model.MillraceException;
import java.time.Duration;

/**
 * Where the Redis run store is, and how it keeps runs.
 *
 * @param uri               `redis[s]://[[user]:password@]host[:port][/database][?cluster=true]`
 * @param keyPrefix         what the name of every key begins with
 * @param retention         how long a run is kept after the last thing that happened to it
 * @param finishedRetention how long a run is kept after it was finished
 * @param timeout           how long to wait for an answer
 */
public record RedisSettings(
        String uri, String keyPrefix, Duration retention, Duration finishedRetention, Duration timeout) {

    public RedisSettings {
        positive("retention", retention);
        positive("finishedRetention", finishedRetention);
        positive("timeout", timeout);
        if (keyPrefix.contains("{") || keyPrefix.contains("}")) {
            throw MillraceException.usage(
                    "The key prefix '" + keyPrefix + "' for Redis contains a brace",
                    "leave braces out: they decide where a Redis Cluster keeps a key");
        }
    }

    public static RedisSettings of(String uri) {
        return new RedisSettings(uri, "millrace:", Duration.ofDays(14), Duration.ofDays(7), Duration.ofSeconds(10));
    }

    private static void positive(String name, Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw MillraceException.usage(name + " of the Redis run store is " + value, "give a positive duration");
        }
    }
}
