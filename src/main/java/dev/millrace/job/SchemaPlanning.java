package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.SchemaSettings;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.InferenceRules;
import dev.millrace.schema.Nesting;
import dev.millrace.schema.SchemaFile;
import dev.millrace.schema.SchemaInference;
import dev.millrace.schema.TableSchema;
import dev.millrace.source.DocumentSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;

/** Decides the columns of each collection: from a file, or inferred from a sample. */
final class SchemaPlanning {

    private static final int SAMPLE_BYTES = 1 << 20;
    private static final int ENDS_BYTES = 1 << 12;

    private final DocumentSource source;
    private final Optional<Nesting> nesting;
    private final UnaryOperator<TableSchema> choice;
    private final Optional<TableSchema> given;
    private final int sampleSize;
    private final Optional<ColumnType> legacyUuid;

    /**
     * @param nesting how documents stand in columns; empty where the target has no columns
     * @param choice  picks columns out of those that there are
     */
    SchemaPlanning(
            Optional<Nesting> nesting,
            UnaryOperator<TableSchema> choice,
            Configuration configuration,
            DocumentSource source) {
        this.source = source;
        this.nesting = nesting;
        this.choice = choice;
        this.given = configuration.find(SchemaSettings.FILE).map(file -> SchemaFile.read(Path.of(file)));
        this.sampleSize = configuration.get(SchemaSettings.SAMPLE_SIZE);
        this.legacyUuid = configuration.find(SchemaSettings.UUID_LEGACY).map(SchemaPlanning::legacyUuid);
    }

    /** The schema as it is kept in the plan; empty for formats that have none. */
    BsonDocument schemaOf(CollectionInfo collection) {
        return nesting.map(columns -> choice.apply(given.orElseGet(() -> inferred(collection, columns)))
                        .toBson())
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
        SchemaInference inference =
                new SchemaInference(new InferenceRules(columns, InferenceRules.DEFAULT_MAX_COLUMNS, legacyUuid));
        DocumentBatch ends = new DocumentBatch(ENDS_BYTES);
        source.extremes(collection, ends);
        inference.add(ends);
        inference.add(sampleOf(collection));
        return inference.schema();
    }

    private static ColumnType legacyUuid(SchemaSettings.LegacyUuid driver) {
        return switch (driver) {
            case JAVA -> ColumnType.Scalar.UUID_JAVA;
            case CSHARP -> ColumnType.Scalar.UUID_CSHARP;
            case PYTHON -> ColumnType.Scalar.UUID_PYTHON;
        };
    }

    /** Random documents of a collection. */
    DocumentBatch sampleOf(CollectionInfo collection) {
        DocumentBatch sample = new DocumentBatch(SAMPLE_BYTES);
        source.sample(collection, sampleSize, sample);
        return sample;
    }
}
