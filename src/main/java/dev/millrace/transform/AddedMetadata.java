package dev.millrace.transform;

import dev.millrace.bson.edit.FieldPath;
import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.Placement;
import dev.millrace.config.stream.MetadataWord;
import dev.millrace.model.ChangeHeader;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDateTime;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the document after the change how it came; to nothing else, as nobody changed these fields.
 *
 * @param version of millrace
 */
record AddedMetadata(
        FieldPath field, Map<String, MetadataWord> values, String documentType, InstantSource clock, String version)
        implements Stage {

    AddedMetadata {
        // Fields in the order of their names, always the same.
        values = new TreeMap<>(values);
    }

    @Override
    public void apply(Draft draft) {
        if (!draft.document().isPresent()) {
            return;
        }
        OpenDocument metadata = new OpenDocument();
        values.forEach((name, word) -> {
            BsonValue value = value(word, draft);
            if (value != null) {
                metadata.put(name, new Leaf(value));
            }
        });
        draft.document().changed(Placement.put(draft.document().open(), field, metadata, false));
    }

    private @Nullable BsonValue value(MetadataWord word, Draft draft) {
        ChangeHeader header = draft.change().event().header();
        return switch (word) {
            case PROCESSED_TIME -> new BsonDateTime(clock.millis());
            case NAMESPACE -> new BsonString(header.namespace());
            case DATABASE -> new BsonString(header.database());
            case COLLECTION -> new BsonString(header.collection());
            case OPERATION -> new BsonString(header.operation());
            case CLUSTER_TIME -> date(header.clusterTime());
            case DOCUMENT_TYPE -> new BsonString(documentType);
            case SCHEMA_VERSION -> {
                String known = draft.attribute(Versions.VERSION);
                yield known == null ? null : new BsonString(known);
            }
            case MILLRACE_VERSION -> new BsonString(version);
        };
    }

    private static @Nullable BsonValue date(@Nullable BsonTimestamp time) {
        return time == null ? null : new BsonDateTime(Integer.toUnsignedLong(time.getTime()) * 1000);
    }

    @Override
    public boolean hides() {
        return false;
    }
}
