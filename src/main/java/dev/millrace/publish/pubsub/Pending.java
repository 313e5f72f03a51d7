package dev.millrace.publish.pubsub;

import com.google.protobuf.UnsafeByteOperations;
import com.google.pubsub.v1.PubsubMessage;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message that is not yet stored. Handed from thread to thread, each time under the publisher's lock. */
final class Pending {

    /** A field's tag and length inside a request, at most. */
    private static final int FRAME = 6;

    private final PubsubMessage message;
    private final int size;
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private long since;
    private @Nullable MillraceException failure;

    Pending(Message message) {
        this.message = PubsubMessage.newBuilder()
                // Not copied: a message's body is its own and does not change.
                .setData(UnsafeByteOperations.unsafeWrap(message.data()))
                .putAllAttributes(message.attributes())
                .setOrderingKey(message.orderingKey())
                .build();
        this.size = this.message.getSerializedSize() + FRAME;
    }

    PubsubMessage message() {
        return message;
    }

    /** Bytes in a request. */
    int size() {
        return size;
    }

    /** @param now nanoseconds of the publisher's clock */
    void came(long now) {
        since = now;
    }

    /** When it came, see {@link #came}. */
    long since() {
        return since;
    }

    CompletableFuture<Void> stored() {
        return stored;
    }

    /** It will not be stored; told by {@link #settle}. */
    void fail(MillraceException reason) {
        failure = reason;
    }

    /** Tells what became of it. To be called without a lock, as anything may follow from it. */
    void settle() {
        if (failure == null) {
            stored.complete(null);
        } else {
            stored.completeExceptionally(failure);
        }
    }
}
