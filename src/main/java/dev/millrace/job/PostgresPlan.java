package dev.millrace.job;

import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SchemaSettings;
import dev.millrace.schema.Nesting;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * A validated migration to PostgreSQL: everything that was asked for, nothing opened yet.
 *
 * @param bulk what it has in common with every other bulk run
 */
record PostgresPlan(BulkPlan bulk, Nesting nesting) {

    static PostgresPlan of(Configuration configuration, BulkRequest request, String to) {
        BsonDocument output = new BsonDocument();
        BulkPlan.add(output, configuration, PostgresSettings.IF_EXISTS);
        BulkPlan.add(output, configuration, PostgresSettings.SCHEMA_NAME);
        BulkPlan.add(output, configuration, PostgresSettings.TABLE);
        output.append(
                "mapping", new BsonString(PostgresTarget.mapping(configuration).text()));
        BulkPlan.add(output, configuration, PostgresSettings.NESTED);
        BulkPlan.add(output, configuration, PostgresSettings.JSON_MODE);
        BulkPlan.add(output, configuration, PostgresSettings.OBJECT_ID);
        BulkPlan.add(output, configuration, PostgresSettings.NUL);
        BulkPlan.add(output, configuration, PostgresSettings.UNLOGGED);
        BulkPlan.add(output, configuration, PostgresSettings.NO_INDEXES);
        BulkPlan.add(output, configuration, SchemaSettings.KEEP_NULLS);
        BulkPlan.add(output, configuration, SchemaSettings.FILE);
        BulkPlan.add(output, configuration, SchemaSettings.UUID_LEGACY);
        BulkPlan bulk = BulkPlan.of("migrate", configuration, request, to, Resources.ofMigrate(configuration), output);
        return new PostgresPlan(bulk, nesting(configuration));
    }

    /** How documents stand in columns. */
    Optional<Nesting> columns() {
        return Optional.of(nesting);
    }

    private static Nesting nesting(Configuration configuration) {
        return switch (configuration.get(PostgresSettings.NESTED)) {
            case JSONB -> Nesting.JSON;
            case FLATTEN -> Nesting.FLATTEN;
            case TABLES -> Nesting.TABLES;
        };
    }
}
