package dev.millrace.doubles.mongo;

import java.time.Duration;

/**
 * An account of Azure Cosmos DB for MongoDB (RU) that the double plays.
 *
 * @param unitsPerSecond        request units provisioned for each second
 * @param waitsFor              Server Side Retry: how long a throttled request waits before it fails with code 50; zero
 *                              for an account without, whose requests fail with 16500 at once
 * @param cursorIdle            after this time without a getMore a cursor is gone
 * @param losesThrottledCursors whether a throttled getMore takes its cursor with it
 * @param shardKey              field that every collection is sharded by; `_id` for one whose `_id`s are unique
 */
public record CosmosAccount(
        double unitsPerSecond, Duration waitsFor, Duration cursorIdle, boolean losesThrottledCursors, String shardKey) {

    /** Without Server Side Retry, with cursors that live ten minutes unless a throttled getMore takes them. */
    public static CosmosAccount of(double unitsPerSecond) {
        return new CosmosAccount(unitsPerSecond, Duration.ZERO, Duration.ofMinutes(10), true, "_id");
    }

    public CosmosAccount waitingFor(Duration time) {
        return new CosmosAccount(unitsPerSecond, time, cursorIdle, losesThrottledCursors, shardKey);
    }

    public CosmosAccount withCursorIdle(Duration time) {
        return new CosmosAccount(unitsPerSecond, waitsFor, time, losesThrottledCursors, shardKey);
    }

    public CosmosAccount keepingThrottledCursors() {
        return new CosmosAccount(unitsPerSecond, waitsFor, cursorIdle, false, shardKey);
    }

    public CosmosAccount shardedBy(String field) {
        return new CosmosAccount(unitsPerSecond, waitsFor, cursorIdle, losesThrottledCursors, field);
    }
}
