package dev.millrace.job;

import dev.millrace.bson.JsonMode;
import dev.millrace.bson.NulPolicy;
import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SchemaSettings;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.Sink;
import dev.millrace.sink.postgres.IfExists;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.PostgresOptions;
import dev.millrace.sink.postgres.PostgresSink;
import dev.millrace.sink.postgres.copy.CopyEncoder;
import dev.millrace.sink.postgres.copy.CopyRules;
import dev.millrace.sink.postgres.copy.EncodedBatch;
import dev.millrace.sink.postgres.table.IndexPlan;
import dev.millrace.sink.postgres.table.IndexTranslation;
import dev.millrace.sink.postgres.table.ObjectIdForm;
import dev.millrace.sink.postgres.table.TableDdl;
import dev.millrace.sink.postgres.table.TableLayout;
import dev.millrace.sink.postgres.table.TableOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Makes the sink of a migration out of the target's URI and the settings of its tables. */
final class MigrateTarget {

    private static final int INDEX_BUILDS = 2;

    private final Configuration configuration;

    MigrateTarget(Configuration configuration) {
        this.configuration = configuration;
    }

    static boolean isPostgres(String uri) {
        String scheme = Connectors.scheme(uri);
        return scheme.equals("postgresql") || scheme.equals("postgres");
    }

    Sink open(MigratePlan plan) {
        return sink(plan.bulk().to(), plan.bulk().resources().workers());
    }

    /** Looks at everything that a migration needs of its target. */
    List<Finding> check(String uri) {
        try (PostgresSink sink = sink(uri, 1)) {
            return sink.check();
        }
    }

    private PostgresSink sink(String uri, int connections) {
        if (!isPostgres(uri)) {
            throw MillraceException.usage("--to has a form that is not known", "use postgresql://user@host/database");
        }
        return new PostgresSink(
                PostgresAddress.parse(uri), options(connections), tables(), rules(), Connectors.rejects(configuration));
    }

    /** The statements that a run would execute for a collection. */
    List<String> ddl(CollectionPlan collection) {
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

    /** Encodes as a run would, and gives the size of the rows. */
    long encode(CollectionPlan collection, DocumentBatch documents) {
        CopyEncoder encoder = new CopyEncoder(layout(collection), TableSchema.fromBson(collection.schema()), rules());
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
        return TableLayout.of(collection.info().namespace(), TableSchema.fromBson(collection.schema()), tables());
    }

    private TableOptions tables() {
        return new TableOptions(
                configuration.get(PostgresSettings.SCHEMA_NAME),
                configuration.find(PostgresSettings.TABLE).orElse(""),
                objectIds());
    }

    private CopyRules rules() {
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
                objectIds());
    }

    private ObjectIdForm objectIds() {
        return ObjectIdForm.valueOf(
                configuration.get(PostgresSettings.OBJECT_ID).name());
    }

    private PostgresOptions options(int connections) {
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
