package dev.millrace.job;

import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.config.MongoSettings;
import dev.millrace.config.PostgresSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.Setting;
import dev.millrace.config.VerifySettings;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.sink.Sink;
import dev.millrace.sink.mongo.verify.ComparedSide;
import dev.millrace.sink.mongo.verify.ComparisonOptions;
import dev.millrace.sink.mongo.verify.MongoComparison;
import dev.millrace.sink.mongo.verify.QuickComparison;
import dev.millrace.sink.mongo.verify.Repair;
import dev.millrace.source.mongo.MongoSource;
import dev.millrace.source.mongo.ReadOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;

/** Compares with the collections of another MongoDB. */
final class MongoVerifyTarget implements VerifyTarget {

    private static final List<Setting<?>> OF_TABLES =
            List.of(PostgresSettings.SCHEMA_NAME, PostgresSettings.TABLE, PostgresSettings.SOCKET_TIMEOUT);

    @Override
    public Resources resources(Configuration configuration) {
        return Resources.ofComparison(configuration);
    }

    @Override
    public BsonDocument settings(Configuration configuration, BulkRequest request) {
        MigrateTarget.refuse(configuration, OF_TABLES, "mongodb://", "PostgreSQL");
        requireWholeDocuments(configuration, request.source().projection());
        BsonDocument settings = new BsonDocument();
        BulkPlan.add(settings, configuration, CloneSettings.TO_NAMESPACE);
        BulkPlan.add(settings, configuration, CloneSettings.TO_DATABASE);
        BulkPlan.add(settings, configuration, CloneSettings.TO_COLLECTION);
        VerifySettings.ofMongo().forEach(setting -> BulkPlan.add(settings, configuration, setting));
        return settings;
    }

    private static void requireWholeDocuments(Configuration configuration, BsonDocument projection) {
        if (projection.isEmpty()) {
            return;
        }
        if (configuration.get(VerifySettings.REPAIR) != VerifySettings.Repair.NONE) {
            throw MillraceException.usage(
                    "--repair and --projection exclude each other", "only whole documents can be copied again");
        }
        if (!ReadOptions.keepsIds(projection)) {
            throw MillraceException.usage(
                    "--projection takes the _id away", "documents are compared by _id: leave it in");
        }
    }

    @Override
    public Sink open(Configuration configuration, VerifyPlan plan, LongConsumer others) {
        return new MongoComparison(
                source(configuration, plan),
                side(plan.bulk().to(), MongoOptions.none(), plan),
                options(configuration, plan),
                names(configuration, plan),
                Connectors.documents(VerifySettings.DIFFERENCES, configuration),
                others);
    }

    @Override
    public Optional<Long> quickly(Configuration configuration, VerifyPlan plan, Consumer<String> notes) {
        if (!configuration.get(VerifySettings.QUICK)) {
            return Optional.empty();
        }
        if (!plan.complete() || configuration.get(VerifySettings.REPAIR) != VerifySettings.Repair.NONE) {
            throw MillraceException.usage(
                    "--quick counts whole collections, and looks at no document", "leave out either it or the others");
        }
        try (ComparedSide source = source(configuration, plan)
                        .orElseThrow(() -> MillraceException.usage(
                                "--quick needs a MongoDB as source", "leave it out: a dump is read as a whole"));
                ComparedSide target = side(plan.bulk().to(), MongoOptions.none(), plan)) {
            boolean metadata = !configuration.get(VerifySettings.DOCUMENTS_ONLY);
            return Optional.of(new QuickComparison(source, target, names(configuration, plan), metadata)
                    .compare(source.collections(plan.bulk().selection()), notes));
        }
    }

    /** The source once more, to ask it about single documents; a dump cannot be asked. */
    private static Optional<ComparedSide> source(Configuration configuration, VerifyPlan plan) {
        String from = SecretReference.resolve(configuration.get(MongoSettings.URI));
        return ClonePlan.isMongo(from)
                ? Optional.of(side(from, MongoSources.options(configuration), plan))
                : Optional.empty();
    }

    private static ComparedSide side(String uri, MongoOptions connection, VerifyPlan plan) {
        SourceRequest request = plan.bulk().source();
        MongoConnection opened = MongoConnection.open(uri, connection);
        ReadOptions read = new ReadOptions(
                request.filter(),
                request.projection(),
                0,
                plan.bulk().resources().batchBytes());
        return new ComparedSide(opened, new MongoSource(opened, read), request.projection());
    }

    private static ComparisonOptions options(Configuration configuration, VerifyPlan plan) {
        SourceRequest request = plan.bulk().source();
        return new ComparisonOptions(
                plan.complete(),
                request.limit() == 0 && request.sample() == 0,
                !configuration.get(VerifySettings.DOCUMENTS_ONLY),
                configuration.get(VerifySettings.SHOW),
                configuration.get(VerifySettings.SHOW_VALUES),
                configuration.get(VerifySettings.RECHECK),
                Duration.ofSeconds(configuration.get(VerifySettings.RECHECK_PAUSE)),
                switch (configuration.get(VerifySettings.REPAIR)) {
                    case NONE -> Repair.NONE;
                    case COPY -> Repair.COPY;
                    case DELETE_EXTRA -> Repair.DELETE_EXTRA;
                });
    }

    /** What collections are called in the target. */
    private static UnaryOperator<Namespace> names(Configuration configuration, VerifyPlan plan) {
        return ClonePlan.names(configuration, plan.bulk().selection())::of;
    }
}
