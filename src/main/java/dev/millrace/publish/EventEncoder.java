package dev.millrace.publish;

import dev.millrace.model.Change;

/** Makes the message of a change. For use by one thread at a time. */
public interface EventEncoder {

    /** Kind DATA where the change cannot be written in this form. */
    Message encode(Change change);
}
