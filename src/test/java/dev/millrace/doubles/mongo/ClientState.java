package dev.millrace.doubles.mongo;

import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What the server remembers of one connection: who it is, and an authentication under way. Used by one thread. */
final class ClientState {
    final int connectionId;

    @Nullable
    Account account;

    @Nullable
    ScramConversation conversation;

    /** With Cosmos DB, what the writes of the command under way have cost so far, in request units. */
    double charge;

    /** With Cosmos DB, the answer to getLastRequestStatistics; null before the first request that costs anything. */
    @Nullable
    BsonDocument lastRequest;

    ClientState(int connectionId) {
        this.connectionId = connectionId;
    }
}
