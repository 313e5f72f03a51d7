package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.source.DocumentSource;
import java.util.List;
import org.bson.BsonDocument;

/** Decides the columns of each collection: from a file, or inferred from a sample. */
final class SchemaPlanning {

    SchemaPlanning(ExportPlan plan, Configuration configuration, DocumentSource source) {}

    /** The schema as it is kept in the plan; empty for formats that have none. */
    BsonDocument schemaOf(CollectionInfo collection) {
        return new BsonDocument();
    }

    /** A line for each column, for people. */
    List<String> columns(CollectionPlan collection) {
        return List.of();
    }
}
