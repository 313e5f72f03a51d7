package dev.millrace.sink.mongo.verify;

import dev.millrace.bson.BsonOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Documents of a source that cannot be asked for them again, as long as they are needed. For use by one thread. */
final class HeldDocuments implements DocumentLookup {

    private final Map<BsonValue, HeldDocument> held = new TreeMap<>(BsonOrder.ASCENDING);

    /** @param document a copy */
    void hold(BsonValue id, RawBsonDocument document) {
        held.merge(id, new HeldDocument(document, 1), (first, more) -> first.oncemore());
    }

    @Override
    public Map<BsonValue, HeldDocument> of(List<BsonValue> ids) {
        return new TreeMap<>(held);
    }

    @Override
    public void forget() {
        held.clear();
    }
}
