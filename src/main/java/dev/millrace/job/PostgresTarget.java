package dev.millrace.job;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SchemaSettings;
import dev.millrace.config.Setting;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.postgres.IfExists;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.PostgresOptions;
import dev.millrace.sink.postgres.PostgresSink;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.table.ColumnMapping;
import dev.millrace.sink.postgres.table.IndexPlan;
import dev.millrace.sink.postgres.table.IndexTranslation;
import dev.millrace.sink.postgres.table.MappingFile;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableDdl;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Tables of a PostgreSQL, loaded by COPY. */
final class PostgresTarget implements MigrateTarget {

    private static final int INDEX_BUILDS = 2;

    private static final List<Setting<?>> OF_COLLECTIONS = List.of(
            CloneSettings.TO_NAMESPACE,
            CloneSettings.TO_DATABASE,
            CloneSettings.WRITE_CONCERN,
            CloneSettings.ON_CONFLICT,
            CloneSettings.DROP,
            CloneSettings.INDEXES,
            CloneSettings.EMPTY_TIMESTAMPS);

    private final Configuration configuration;
    private final PostgresPlan plan;
    private final ColumnMapping mapping;

    private PostgresTarget(Configuration configuration, PostgresPlan plan) {
        this.configuration = configuration;
        this.plan = plan;
        this.mapping = mapping(configuration);
    }

    /** The columns that the user has chosen. */
    static ColumnMapping mapping(Configuration configuration) {
        return configuration
                .find(PostgresSettings.COLUMNS)
                .map(file -> MappingFile.read(Path.of(file)))
                .orElse(ColumnMapping.NONE);
    }

    static boolean isPostgres(String uri) {
        String scheme = Connectors.scheme(uri);
        return scheme.equals("postgresql") || scheme.equals("postgres");
    }

    /** @param to the target's URI, with its secrets */
    static PostgresTarget of(Configuration configuration, BulkRequest request, String to) {
        MigrateTarget.refuse(configuration, OF_COLLECTIONS, "postgresql://", "a MongoDB");
        return new PostgresTarget(configuration, PostgresPlan.of(configuration, request, to));
    }

    @Override
    public BulkJob job() {
        BulkPlan bulk = plan.bulk();
        return new BulkJob(
                        configuration,
                        bulk,
                        plan.columns(),
                        () -> sink(configuration, bulk.to(), bulk.resources().workers()))
                .choosing(mapping::schema);
    }

    /** Looks at everything that a migration needs of its target. */
    static List<Finding> check(Configuration configuration, String uri) {
        try (PostgresSink sink = sink(configuration, uri, 1)) {
            return sink.check();
        }
    }

    private static PostgresSink sink(Configuration configuration, String uri, int connections) {
        return new PostgresSink(
                PostgresAddress.parse(uri),
                options(configuration, connections),
                tables(configuration),
                rules(configuration),
                mapping(configuration),
                Connectors.rejects(configuration));
    }

    /** The statements that a run would execute. */
    @Override
    public List<String> becomes(CollectionPlan collection) {
        TableLayout layout = layout(collection);
        TableDdl ddl =
                new TableDdl(collection.info().namespace(), layout, configuration.get(PostgresSettings.UNLOGGED));
        Stream<String> statements = Stream.concat(ddl.before().stream(), ddl.keys().stream());
        if (configuration.get(PostgresSettings.NO_INDEXES)) {
            return statements.map(statement -> statement + ";").toList();
        }
        IndexPlan indexes = IndexTranslation.of(collection.info().metadata(), layout, true);
        return Stream.concat(
                        Stream.concat(statements, indexes.indexes().stream().map(IndexPlan.Index::sql))
                                .map(statement -> statement + ";"),
                        indexes.notes().stream().map(note -> "-- " + note))
                .toList();
    }

    @Override
    public long encode(CollectionPlan collection, DocumentBatch documents) {
        CopyEncoder encoder = new CopyEncoder(
                layout(collection),
                TableSchema.fromBson(collection.schema()),
                rules(configuration),
                mapping.columnRules());
        for (int i = 0; i < documents.size(); i++) {
            encoder.encode(documents.bytes(), documents.offset(i), documents.length(i));
        }
        EncodedBatch rows = encoder.batch();
        long bytes = 0;
        for (int table = 0; table < rows.tables() && rows.documents() > 0; table++) {
            bytes += rows.end(table, rows.documents() - 1);
        }
        return bytes;
    }

    private TableLayout layout(CollectionPlan collection) {
        return TableLayout.of(
                collection.info().namespace(), TableSchema.fromBson(collection.schema()), tables(configuration));
    }

    private static TableOptions tables(Configuration configuration) {
        return new TableOptions(
                configuration.get(PostgresSettings.SCHEMA_NAME),
                configuration.find(PostgresSettings.TABLE).orElse(""),
                objectIds(configuration),
                mapping(configuration).columnNames());
    }

    private static CopyRules rules(Configuration configuration) {
        return new CopyRules(
                switch (configuration.get(PostgresSettings.NUL)) {
                    case REJECT -> NulPolicy.REJECT;
                    case REMOVE -> NulPolicy.REMOVE;
                    case REPLACE -> NulPolicy.REPLACE;
                },
                switch (configuration.get(PostgresSettings.JSON_MODE)) {
                    case RELAXED -> JsonMode.RELAXED;
                    case CANONICAL -> JsonMode.CANONICAL;
                },
                configuration.get(SchemaSettings.KEEP_NULLS),
                objectIds(configuration));
    }

    private static ObjectIdForm objectIds(Configuration configuration) {
        return ObjectIdForm.valueOf(
                configuration.get(PostgresSettings.OBJECT_ID).name());
    }

    private static PostgresOptions options(Configuration configuration, int connections) {
        return new PostgresOptions(
                IfExists.valueOf(configuration.get(PostgresSettings.IF_EXISTS).name()),
                configuration.get(PostgresSettings.UNLOGGED),
                !configuration.get(PostgresSettings.NO_INDEXES),
                connections,
                INDEX_BUILDS,
                configuration
                        .find(PostgresSettings.STATEMENT_TIMEOUT)
                        .map(Duration::ofSeconds)
                        .orElse(Duration.ZERO),
                Duration.ofSeconds(configuration.get(PostgresSettings.LOCK_TIMEOUT)),
                Duration.ofSeconds(configuration.get(PostgresSettings.SOCKET_TIMEOUT)));
    }
}
