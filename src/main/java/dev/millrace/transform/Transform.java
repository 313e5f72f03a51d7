package dev.millrace.transform;

import dev.millrace.model.Change;

/** Changes what is published of an event. Safe for use by many threads. */
@FunctionalInterface
public interface Transform {

    /** Kind DATA where the event cannot be published this way. */
    Change apply(Change change);
}
