package dev.millrace.publish;

import dev.millrace.model.ChangeEvent;

/** Where events go that cannot be published: nothing is dropped. Safe for use by many threads. */
public interface RejectedEvents extends AutoCloseable {

    /** Keeps an event; durable when this returns. */
    void reject(ChangeEvent event, String reason);

    @Override
    void close();
}
