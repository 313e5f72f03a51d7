package dev.millrace.doubles.mongo;

import org.jspecify.annotations.Nullable;

/** What the server remembers of one connection: who it is, and an authentication under way. Used by one thread. */
final class ClientState {
    final int connectionId;

    @Nullable
    Account account;

    @Nullable
    ScramConversation conversation;

    ClientState(int connectionId) {
        this.connectionId = connectionId;
    }
}
