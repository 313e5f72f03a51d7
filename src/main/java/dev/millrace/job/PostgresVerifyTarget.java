package dev.millrace.job;

import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.Setting;
import dev.millrace.config.VerifySettings;
import dev.millrace.sink.Sink;
import dev.millrace.sink.postgres.PostgresAddress;
import dev.millrace.sink.postgres.verify.ComparisonOptions;
import dev.millrace.sink.postgres.verify.PostgresComparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.bson.BsonDocument;

/** Compares with the tables that a migration to PostgreSQL has made. */
final class PostgresVerifyTarget implements VerifyTarget {

    @Override
    public Resources resources(Configuration configuration) {
        return Resources.ofMigrate(configuration);
    }

    @Override
    public BsonDocument settings(Configuration configuration, BulkRequest request) {
        List<Setting<?>> foreign = new ArrayList<>(VerifySettings.ofMongo());
        foreign.addAll(List.of(CloneSettings.TO_NAMESPACE, CloneSettings.TO_DATABASE));
        MigrateTarget.refuse(configuration, foreign, "postgresql://", "MongoDB");
        BsonDocument settings = new BsonDocument();
        BulkPlan.add(settings, configuration, PostgresSettings.SCHEMA_NAME);
        BulkPlan.add(settings, configuration, PostgresSettings.TABLE);
        return settings;
    }

    @Override
    public Sink open(Configuration configuration, VerifyPlan plan, LongConsumer others) {
        return new PostgresComparison(
                PostgresAddress.parse(plan.bulk().to()),
                new ComparisonOptions(
                        configuration.get(PostgresSettings.SCHEMA_NAME),
                        configuration.find(PostgresSettings.TABLE).orElse(""),
                        plan.complete(),
                        configuration.get(VerifySettings.SHOW),
                        configuration.get(VerifySettings.SHOW_VALUES),
                        plan.bulk().resources().workers(),
                        Duration.ofSeconds(configuration.get(PostgresSettings.SOCKET_TIMEOUT))),
                Connectors.documents(VerifySettings.DIFFERENCES, configuration),
                others);
    }
}
