package dev.millrace.state.redis;

import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
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

    private static final String SUBJECT = "run store";
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

    List<Finding> check() {
        try {
            link.send(Request.cmd(Command.PING));
            Map<String, String> info = info();
            String version = info.getOrDefault("redis_version", "of a version that it does not tell");
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.good(
                    SUBJECT, "Redis " + version + " answers in " + latency().toNanos() / 1_000 + " µs"));
            addVersion(findings, version);
            findings.add(writing());
            addEviction(findings, info);
            addPersistence(findings, info);
            addClock(findings, clockOffset());
            return findings;
        } catch (MillraceException e) {
            if (e.kind() == FailureKind.INTERRUPTED) {
                throw e;
            }
            return List.of(Finding.bad(SUBJECT, e));
        }
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

    private Finding writing() {
        link.eval(WRITE, List.of(keyPrefix + "check:" + UUID.randomUUID()), List.of());
        return Finding.good(SUBJECT, "scripts can write");
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

    private static void addVersion(List<Finding> findings, String version) {
        if (version.matches("[1-4]\\..*")) {
            findings.add(Finding.bad(SUBJECT, "Redis " + version + " is too old", "use Redis 5 or newer"));
        }
    }

    private static void addEviction(List<Finding> findings, Map<String, String> info) {
        String policy = info.getOrDefault("maxmemory_policy", "");
        if (policy.isEmpty()) {
            findings.add(
                    Finding.doubtful(SUBJECT, "does not tell its maxmemory-policy", "make sure that it is noeviction"));
        } else if (!policy.equals("noeviction")) {
            findings.add(Finding.doubtful(
                    SUBJECT,
                    "maxmemory-policy is " + policy + ": Redis may drop a part of a run",
                    "set maxmemory-policy noeviction"));
        }
    }

    private static void addPersistence(List<Finding> findings, Map<String, String> info) {
        if (info.getOrDefault("aof_enabled", "1").equals("0")) {
            findings.add(Finding.doubtful(
                    SUBJECT, "appendonly is off: a restart of Redis may lose runs", "set appendonly yes"));
        }
    }

    private static void addClock(List<Finding> findings, Duration offset) {
        if (offset.abs().compareTo(ACCEPTED_OFFSET) > 0) {
            findings.add(Finding.doubtful(
                    SUBJECT,
                    "the server's clock is " + offset.toMillis() + " ms ahead of this machine's",
                    "leases are not affected, but the times shown are: synchronise the clocks"));
        }
    }
}
