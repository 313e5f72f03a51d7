package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.SchemaSettings;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaFile;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.source.DocumentSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/** Decides the columns of each collection: from a file, or inferred from a sample. */
final class SchemaPlanning {

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final int ENDS_BYTES = 1 << 12;

    private final DocumentSource source;
    private final Optional<Nesting> nesting;
    private final Optional<TableSchema> given;
    private final int sampleSize;

    /** @param nesting how documents stand in columns; empty where the target has no columns */
    SchemaPlanning(Optional<Nesting> nesting, Configuration configuration, DocumentSource source) {
        this.source = source;
        this.nesting = nesting;
        this.given = configuration.find(SchemaSettings.FILE).map(file -> SchemaFile.read(Path.of(file)));
        this.sampleSize = configuration.get(SchemaSettings.SAMPLE_SIZE);
    }

    /** The schema as it is kept in the plan; empty for formats that have none. */
    BsonDocument schemaOf(CollectionInfo collection) {
        return nesting.map(columns ->
                        given.orElseGet(() -> inferred(collection, columns)).toBson())
                .orElseGet(BsonDocument::new);
    }

    /** A line for each column, for people. */
    static List<String> columns(CollectionPlan collection) {
        if (collection.schema().isEmpty()) {
            return List.of();
        }
        return TableSchema.fromBson(collection.schema()).columns().stream()
                .map(column -> "column   " + column.name() + " " + column.type().word()
                        + (column.nullable() ? "" : ", required"))
                .toList();
    }

    private TableSchema inferred(CollectionInfo collection, Nesting columns) {
        SchemaInference inference = new SchemaInference(columns, SchemaInference.DEFAULT_MAX_COLUMNS);
        DocumentBatch ends = new DocumentBatch(ENDS_BYTES);
        source.extremes(collection, ends);
        inference.add(ends);
        inference.add(sampleOf(collection));
        return inference.schema();
    }

    /** Random documents of a collection. */
    DocumentBatch sampleOf(CollectionInfo collection) {
        DocumentBatch sample = new DocumentBatch(SAMPLE_BYTES);
        source.sample(collection, sampleSize, sample);
        return sample;
    }
}
