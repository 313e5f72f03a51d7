package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kind of server the double plays.
 *
 * @param maxWireVersion what hello announces: 9 is the server of the transcripts, 7 is MongoDB 4.0
 * @param accounts users that may log in; where there are none, everybody may do everything
 * @param refused commands answered with 13 Unauthorized
 * @param seed of everything random: samples, cursor ids
 * @param cosmos plays Azure Cosmos DB for MongoDB (RU); null for a MongoDB
 */
record Settings(
        Topology topology,
        int maxWireVersion,
        int port,
        List<Account> accounts,
        Set<String> refused,
        long seed,
        @Nullable CosmosAccount cosmos) {

    /** Name of the replica set. */
    String setName() {
        return cosmos == null ? "rs0" : "globaldb";
    }

    /** The version that goes with the wire version. */
    String version() {
        return switch (maxWireVersion) {
            case 6 -> "3.6.0";
            case 7 -> "4.0.0";
            case 8 -> "4.2.0";
            case 9 -> "4.3.0";
            case 13 -> "5.0.0";
            case 17 -> "6.0.0";
            case 21 -> "7.0.0";
            default -> throw new IllegalArgumentException("no server has wire version " + maxWireVersion);
        };
    }
}
