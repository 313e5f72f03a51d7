package dev.millrace.model;

import org.bson.BsonTimestamp;

/** Where reading a change stream begins. */
public sealed interface StreamStart {

    /** With what changes from now on. */
    record Now() implements StreamStart {}

    /** With the first change at this time of the cluster, or after. */
    record At(BsonTimestamp time) implements StreamStart {}

    /** With what follows a place that was reached before; an invalidate event may be that place. */
    record After(ResumePoint point) implements StreamStart {}
}
