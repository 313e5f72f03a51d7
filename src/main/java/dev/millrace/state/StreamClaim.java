package dev.millrace.state;

import java.util.Optional;

/** The right of one process to move one stream on. Lost claims refuse to save, so that no two processes move it. */
public interface StreamClaim extends AutoCloseable {

    /** Empty for a stream that has never been saved. */
    Optional<SavedPoint> load();

    /**
     * Replaces what was saved; durable when this returns. Fails with kind CONFLICT where the claim was lost, TRANSIENT
     * where the store is away for a moment.
     */
    void save(SavedPoint point);

    /** Gives a sign of life; kind CONFLICT where the claim was lost. To be called several times in a claim's lifetime. */
    void renew();

    /** Gives the stream free; where the store is away, it is free when the claim's lifetime is over. */
    @Override
    void close();
}
