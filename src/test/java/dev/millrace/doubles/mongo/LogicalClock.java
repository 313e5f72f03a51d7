package dev.millrace.doubles.mongo;

import java.time.InstantSource;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;

/** The cluster time: moves on by one with every write, and never behind the wall clock's seconds. */
final class LogicalClock {
    /** periodicNoopIntervalSecs of the server. */
    private static final int SECONDS_BETWEEN_NOOPS = 10;

    private final InstantSource wall;
    private BsonTimestamp now;

    LogicalClock(InstantSource wall) {
        this.wall = wall;
        this.now = new BsonTimestamp((int) wall.instant().getEpochSecond(), 1);
    }

    synchronized BsonTimestamp now() {
        return now;
    }

    synchronized BsonTimestamp tick() {
        int seconds = (int) wall.instant().getEpochSecond();
        now = seconds > now.getTime()
                ? new BsonTimestamp(seconds, 1)
                : new BsonTimestamp(now.getTime(), now.getInc() + 1);
        return now;
    }

    /** The time as the server's periodic no-op writes move it on while nothing happens. */
    synchronized BsonTimestamp idle() {
        int seconds = (int) wall.instant().getEpochSecond();
        if (seconds >= now.getTime() + SECONDS_BETWEEN_NOOPS) {
            now = new BsonTimestamp(seconds, 1);
        }
        return now;
    }

    long millis() {
        return wall.millis();
    }

    /** {@code opTime} as replies of a replica set show it. */
    BsonDocument opTime() {
        return new BsonDocument("ts", now()).append("t", new BsonInt64(1));
    }

    /** The fields that every reply of a replica set or a mongos ends with. */
    BsonDocument gossip() {
        BsonTimestamp time = now();
        BsonDocument signature =
                new BsonDocument("hash", new BsonBinary(new byte[20])).append("keyId", new BsonInt64(0));
        return new BsonDocument("$clusterTime", new BsonDocument("clusterTime", time).append("signature", signature))
                .append("operationTime", time);
    }
}
