package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;

/** What a schema asks of one value, as far as its bytes tell; values as {@link JsonNodes} shows them. Thread-safe. */
interface QuickRule {

    QuickRule ANY = cursor -> true;

    /** Only the schema itself can tell. */
    QuickRule UNKNOWN = cursor -> false;

    /** Whether the value at the cursor surely keeps the rule; the cursor is there again afterwards. */
    boolean holds(BsonCursor cursor);
}
