package dev.millrace.state.redis;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tries what a run needs of a Redis, for `doctor`. */
final class RedisCheck {

    private static final int ROUND_TRIPS = 5;
    private static final Duration ACCEPTED_OFFSET = Duration.ofSeconds(2);

    /** As the real scripts do: asks for the time, then writes. */
    private static final Script WRITE = Script.of("""
            local time = redis.call('TIME')
            redis.call('SET', KEYS[1], '1', 'PX', 1000)
            redis.call('DEL', KEYS[1])
            return {time[1], time[2]}
            """);

    private final RedisLink link;
    private final String keyPrefix;
    private final Clock clock;

    RedisCheck(RedisLink link, String keyPrefix, Clock clock) {
        this.link = link;
        this.keyPrefix = keyPrefix;
        this.clock = clock;
    }

    RedisHealth check() {
        link.send(Request.cmd(Command.PING));
        Map<String, String> info = info();
        boolean writable = isWritable();
        Duration offset = clockOffset();
        String policy = info.getOrDefault("maxmemory_policy", "");
        String version = info.getOrDefault("redis_version", "unknown");
        return new RedisHealth(version, latency(), writable, policy, offset, warnings(info, writable, offset));
    }

    private Duration latency() {
        Duration quickest = Duration.ofDays(1);
        for (int i = 0; i < ROUND_TRIPS; i++) {
            long start = System.nanoTime();
            link.send(Request.cmd(Command.PING));
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            quickest = taken.compareTo(quickest) < 0 ? taken : quickest;
        }
        return quickest;
    }

    private boolean isWritable() {
        try {
            link.eval(WRITE, List.of(keyPrefix + "check:" + UUID.randomUUID()), List.of());
            return true;
        } catch (MillraceException e) {
            // A replica, a full memory, a missing privilege: an answer. No connection at all: not one.
            if (e.kind() == FailureKind.CONNECTION || e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            return false;
        }
    }

    private Duration clockOffset() {
        Instant before = clock.instant();
        Response time = link.send(Request.cmd(Command.TIME));
        Instant after = clock.instant();
        if (time == null) {
            return Duration.ZERO;
        }
        Instant server = Instant.ofEpochSecond(time.get(0).toLong(), time.get(1).toLong() * 1_000);
        return Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), server);
    }

    /** Redis's own words about itself, `name:value` a line. */
    private Map<String, String> info() {
        Map<String, String> facts = new HashMap<>();
        Response text = link.send(Request.cmd(Command.INFO));
        if (text != null) {
            text.toString().lines().filter(line -> line.contains(":")).forEach(line -> {
                int colon = line.indexOf(':');
                facts.put(line.substring(0, colon), line.substring(colon + 1));
            });
        }
        return facts;
    }

    private static List<String> warnings(Map<String, String> info, boolean writable, Duration offset) {
        List<String> warnings = new ArrayList<>();
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        if (!policy.equals("noeviction")) {
            warnings.add("maxmemory-policy is " + policy + ": Redis may drop a part of a run; set it to noeviction");
        }
        if (!writable) {
            String role = info.getOrDefault("role", "");
            warnings.add(
                    role.equals("slave")
                            ? "this is a read-only replica: use the address of the primary"
                            : "scripts that write are refused: check this user's privileges and the free memory");
        }
        if (info.getOrDefault("aof_enabled", "1").equals("0")) {
            warnings.add("appendonly is off: a restart of Redis may lose runs, which then have to be planned anew");
        }
        if (offset.abs().compareTo(ACCEPTED_OFFSET) > 0) {
            warnings.add("the server's clock differs from this machine's by " + offset.toMillis()
                    + " ms: leases are not affected, times shown are");
        }
        if (info.getOrDefault("redis_version", "9").matches("[1-4]\\..*")) {
            warnings.add("Redis " + info.get("redis_version") + " is too old: 5 or newer is needed");
        }
        return warnings;
    }
}
