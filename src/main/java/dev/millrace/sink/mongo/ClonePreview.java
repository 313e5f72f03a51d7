package dev.millrace.sink.mongo;

import dev.millrace.model.CollectionInfo;
import dev.millrace.sink.mongo.index.IndexDefinition;
import dev.millrace.sink.mongo.index.IndexPlan;
import dev.millrace.sink.mongo.index.IndexTiming;
import dev.millrace.sink.mongo.index.IndexTranslation;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** Tells what would become of a collection, a line for each thing, as the commands that a run would send. */
public final class ClonePreview {

    private ClonePreview() {}

    public static List<String> of(CollectionInfo collection, CloneOptions clone) {
        CollectionDefinition definition = CollectionDefinition.of(collection, clone.names());
        List<String> lines = new ArrayList<>();
        if (definition.isHidden()) {
            lines.add("-- the view cannot be made: its definition may not be seen");
            return lines;
        }
        lines.add(definition.target() + " " + definition.creation().toJson());
        BsonDocument completion = definition.completion(created(definition));
        if (!completion.isEmpty()) {
            lines.add("at the end " + completion.toJson());
        }
        if (clone.indexes() != IndexTiming.NONE) {
            IndexPlan plan = IndexTranslation.of(collection, definition.target(), clone.fromCosmos());
            plan.indexes()
                    .forEach(index -> lines.add(
                            when(index, clone) + " " + index.specification().toJson()));
            plan.notes().forEach(note -> lines.add("-- " + note));
        }
        return lines;
    }

    private static BsonDocument created(CollectionDefinition definition) {
        BsonDocument options = definition.creation();
        options.remove("create");
        return options;
    }

    private static String when(IndexDefinition index, CloneOptions clone) {
        return clone.indexes() == IndexTiming.BEFORE && !index.isUnique() ? "index before" : "index after";
    }
}
