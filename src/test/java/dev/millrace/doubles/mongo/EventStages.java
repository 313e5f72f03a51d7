package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The stages behind {@code $changeStream}, read once and applied to each event. */
final class EventStages {
    private interface Stage {
        /** The event as it goes on; null where it does not. */
        byte @Nullable [] apply(byte[] event);
    }

    private final List<Stage> stages = new ArrayList<>();

    EventStages(List<BsonDocument> specifications, Pipeline others) {
        for (BsonDocument specification : specifications) {
            String name = specification.getFirstKey();
            if (name.equals("$match")) {
                Filter filter = Filter.of(specification.getDocument(name));
                stages.add(event -> filter.matches(RawBson.view(event)) ? event : null);
            } else {
                List<BsonDocument> one = List.of(specification);
                others.run(List.of(), one);
                stages.add(event -> {
                    List<byte[]> result = others.run(List.of(event), one);
                    return result.isEmpty() ? null : result.getFirst();
                });
            }
        }
    }

    byte @Nullable [] apply(byte[] event) {
        byte[] current = event;
        for (Stage stage : stages) {
            if (current == null) {
                return null;
            }
            current = stage.apply(current);
        }
        return current;
    }
}
