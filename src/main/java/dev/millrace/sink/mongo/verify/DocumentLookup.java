package dev.millrace.sink.mongo.verify;

import java.util.List;
import java.util.Map;
import org.bson.BsonValue;

/** Finds documents of one side by their `_id`s. */
interface DocumentLookup {

    /** Those that there are, by `_id` in BSON order; they stay valid. */
    Map<BsonValue, HeldDocument> of(List<BsonValue> ids);

    /** Called when nobody will ask for the `_id`s again that were handed over last. */
    default void forget() {}
}
