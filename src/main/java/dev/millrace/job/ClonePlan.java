package dev.millrace.job;

import com.mongodb.ServerAddress;
import dev.millrace.config.CloneSettings;
import dev.millrace.config.Configuration;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoUri;
import dev.millrace.sink.mongo.CloneOptions;
import dev.millrace.sink.mongo.TargetNames;
import dev.millrace.sink.mongo.index.IndexTiming;
import dev.millrace.source.NamespaceSelection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * A validated migration to a MongoDB: everything that was asked for, nothing opened yet.
 *
 * @param bulk    what it has in common with every other bulk run
 * @param options what becomes of the collections beside their documents
 */
record ClonePlan(BulkPlan bulk, CloneOptions options) {

    static ClonePlan of(Configuration configuration, BulkRequest request, String to) {
        BsonDocument output = new BsonDocument();
        BulkPlan.add(output, configuration, CloneSettings.TO_NAMESPACE);
        BulkPlan.add(output, configuration, CloneSettings.TO_DATABASE);
        BulkPlan.add(output, configuration, CloneSettings.TO_COLLECTION);
        BulkPlan.add(output, configuration, CloneSettings.ON_CONFLICT);
        BulkPlan.add(output, configuration, CloneSettings.EMPTY_TIMESTAMPS);
        BulkPlan.add(output, configuration, CloneSettings.DROP);
        BulkPlan.add(output, configuration, CloneSettings.INDEXES);
        BulkPlan bulk = BulkPlan.of("migrate", configuration, request, to, Resources.ofClone(configuration), output);
        TargetNames names = names(configuration, bulk.selection());
        requireAnother(bulk, names);
        return new ClonePlan(bulk, new CloneOptions(names, timing(configuration), isCosmos(bulk.from())));
    }

    /** What the collections are called at the target. */
    static TargetNames names(Configuration configuration, NamespaceSelection selection) {
        Optional<String> namespace = configuration.find(CloneSettings.TO_NAMESPACE);
        Optional<String> database = configuration.find(CloneSettings.TO_DATABASE);
        Optional<String> collection = configuration.find(CloneSettings.TO_COLLECTION);
        if (namespace.isPresent()) {
            return TargetNames.renaming(only(selection, "--to-namespace"), Namespace.parse(namespace.get()));
        }
        if (collection.isPresent()) {
            Namespace source = only(selection, "migrate.to-collection (MONGODB_ATLAS_COLLECTION)");
            return TargetNames.renaming(source, new Namespace(database.orElse(source.database()), collection.get()));
        }
        return database.map(TargetNames::inDatabase).orElse(TargetNames.SAME);
    }

    private static Namespace only(NamespaceSelection selection, String option) {
        List<String> patterns = selection.patterns();
        if (patterns.size() != 1 || !NamespaceSelection.isExact(patterns.getFirst())) {
            throw MillraceException.usage(
                    option + " names one collection, and " + String.join(", ", patterns) + " may be several",
                    "give one --namespace database.collection, or --to-database for all of them");
        }
        return Namespace.parse(patterns.getFirst());
    }

    private static IndexTiming timing(Configuration configuration) {
        return switch (configuration.get(CloneSettings.INDEXES)) {
            case BEFORE -> IndexTiming.BEFORE;
            case AFTER -> IndexTiming.AFTER;
            case NONE -> IndexTiming.NONE;
        };
    }

    static boolean isCosmos(String from) {
        return isMongo(from) && MongoUri.parse(from).isCosmos();
    }

    static boolean isMongo(String uri) {
        return Connectors.scheme(uri).startsWith("mongodb");
    }

    /** A collection that is moved onto itself would be compared at best, and dropped at worst. */
    private static void requireAnother(BulkPlan bulk, TargetNames names) {
        if (!isMongo(bulk.from()) || !bulk.selection().patterns().stream().anyMatch(pattern -> stays(pattern, names))) {
            return;
        }
        Set<ServerAddress> both = hosts(bulk.from());
        both.retainAll(hosts(bulk.to()));
        if (!both.isEmpty()) {
            throw MillraceException.usage(
                    "source and target are the same server, and the collections keep their names",
                    "check --from and --to, or give --to-namespace or --to-database");
        }
    }

    private static boolean stays(String pattern, TargetNames names) {
        if (NamespaceSelection.isExact(pattern)) {
            Namespace source = Namespace.parse(pattern);
            return names.of(source).equals(source);
        }
        String database = NamespaceSelection.databaseOf(pattern);
        return names.database() == null || database == null || database.equals(names.database());
    }

    private static Set<ServerAddress> hosts(String uri) {
        Set<ServerAddress> hosts = new HashSet<>();
        MongoUri.parse(uri).driver().getHosts().forEach(host -> hosts.add(new ServerAddress(host)));
        return hosts;
    }
}
