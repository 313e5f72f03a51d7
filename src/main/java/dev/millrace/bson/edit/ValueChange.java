package dev.millrace.bson.edit;

import org.bson.BsonValue;

/** Makes another value of a value that is neither document nor array. Safe for use by many threads. */
@FunctionalInterface
public interface ValueChange {

    /** The same object where the value stays. */
    BsonValue apply(BsonValue value, Scope scope);

    /** Whether it may ask for other values than the one at hand. */
    default boolean asksScope() {
        return true;
    }
}
