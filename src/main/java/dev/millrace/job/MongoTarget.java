package dev.millrace.job;

import com.mongodb.WriteConcern;
import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SchemaSettings;
import dev.millrace.config.SeedSettings;
import dev.millrace.config.Setting;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.observe.RunEvent;
import dev.millrace.sink.Sink;
import dev.millrace.sink.mongo.ClonePreview;
import dev.millrace.sink.mongo.EmptyTimestamps;
import dev.millrace.sink.mongo.MongoSink;
import dev.millrace.sink.mongo.OnConflict;
import dev.millrace.sink.mongo.TargetCheck;
import dev.millrace.sink.mongo.WriteOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collections of another MongoDB. */
final class MongoTarget implements MigrateTarget {

    private static final List<Setting<?>> OF_TABLES = List.of(
            PostgresSettings.IF_EXISTS,
            PostgresSettings.SCHEMA_NAME,
            PostgresSettings.TABLE,
            PostgresSettings.COLUMNS,
            PostgresSettings.NESTED,
            PostgresSettings.JSON_MODE,
            PostgresSettings.OBJECT_ID,
            PostgresSettings.NUL,
            PostgresSettings.UNLOGGED,
            PostgresSettings.NO_INDEXES,
            PostgresSettings.LOCK_TIMEOUT,
            PostgresSettings.STATEMENT_TIMEOUT,
            PostgresSettings.SOCKET_TIMEOUT,
            SchemaSettings.FILE,
            SchemaSettings.SAMPLE_SIZE,
            SchemaSettings.KEEP_NULLS);

    private final Configuration configuration;
    private final ClonePlan plan;
    private final WriteOptions write;

    private MongoTarget(Configuration configuration, ClonePlan plan, WriteOptions write) {
        this.configuration = configuration;
        this.plan = plan;
        this.write = write;
    }

    /** @param to the target's URI, with its secrets */
    static MongoTarget of(Configuration configuration, BulkRequest request, String to) {
        MigrateTarget.refuse(configuration, OF_TABLES, "mongodb://", "PostgreSQL");
        return new MongoTarget(configuration, ClonePlan.of(configuration, request, to), write(configuration));
    }

    @Override
    public BulkJob job() {
        return new BulkJob(configuration, plan.bulk(), Optional.empty(), this::open).withDefinitions();
    }

    /** Looks at everything that a migration needs of its target. */
    static List<Finding> check(String uri) {
        try (MongoConnection connection = MongoConnection.open(uri, MongoOptions.none())) {
            return new TargetCheck(connection).findings();
        }
    }

    private Sink open(Consumer<RunEvent> events) {
        return new MongoSink(
                MongoConnection.open(plan.bulk().to(), MongoOptions.none()),
                write,
                plan.options(),
                Connectors.rejects(configuration),
                new IndexEvents(events));
    }

    @Override
    public List<String> becomes(CollectionPlan collection) {
        return ClonePreview.of(collection.info(), plan.options());
    }

    /** Documents arrive as they are. */
    @Override
    public long encode(CollectionPlan collection, DocumentBatch documents) {
        return documents.byteCount();
    }

    private static WriteOptions write(Configuration configuration) {
        return new WriteOptions(
                switch (configuration.get(CloneSettings.WRITE_CONCERN)) {
                    case NONE -> WriteConcern.UNACKNOWLEDGED;
                    case ONE -> WriteConcern.W1;
                    case MAJORITY -> WriteConcern.MAJORITY;
                },
                onConflict(configuration.get(CloneSettings.ON_CONFLICT)),
                switch (configuration.get(CloneSettings.EMPTY_TIMESTAMPS)) {
                    case REJECT -> EmptyTimestamps.REJECT;
                    case SERVER_TIME -> EmptyTimestamps.SERVER_TIME;
                },
                configuration.get(PostgresSettings.BATCH_SIZE),
                configuration.get(CloneSettings.DROP));
    }

    private static OnConflict onConflict(SeedSettings.OnConflict policy) {
        return switch (policy) {
            case FAIL -> OnConflict.FAIL;
            case KEEP -> OnConflict.KEEP;
            case REPLACE -> OnConflict.REPLACE;
        };
    }
}
