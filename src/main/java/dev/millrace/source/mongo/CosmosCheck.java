package dev.millrace.source.mongo;

import com.mongodb.MongoException;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.Finding;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.cosmos.CosmosCollection;
import dev.millrace.mongo.cosmos.CosmosKind;
import java.util.ArrayList;
import java.util.List;

/** Looks at what is particular to an account of Azure Cosmos DB: what it lacks, what it provides, what it charges. */
final class CosmosCheck {

    private final MongoConnection connection;

    CosmosCheck(MongoConnection connection) {
        this.connection = connection;
    }

    /** Empty for any other server. */
    List<Finding> service() {
        return connection.cosmosKind().map(CosmosCheck::service).stream().toList();
    }

    private static Finding service(CosmosKind kind) {
        return Finding.good(
                "service",
                switch (kind) {
                    case RU ->
                        kind.title() + ": it has no splitVector and no index bounds, so chunks are cut by arithmetic on"
                                + " _id or by a walk; cursors that it drops are continued behind the last _id";
                    case VCORE -> kind.title() + ": read and written like MongoDB, not charged by request";
                });
    }

    /** What is provisioned for each collection, and whether the account tells its charges. */
    List<Finding> units(List<CollectionInfo> collections) {
        if (!connection.isCosmos()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        collections.forEach(collection -> findings.add(throughput(collection)));
        findings.add(
                connection.budget().units().measured() > 0
                        ? Finding.good("charges", "the account tells what requests cost; --max-ru can set the pace")
                        : Finding.doubtful(
                                "charges",
                                "the account does not tell what requests cost",
                                "without it only its throttling sets the pace, and --max-ru does nothing"));
        return findings;
    }

    private Finding throughput(CollectionInfo collection) {
        String subject = collection.namespace().toString();
        try {
            CosmosCollection told = CosmosCollection.ask(connection.client(), collection.namespace());
            String sharded = told.shardKey().isEmpty() ? "" : ", sharded by " + String.join(", ", told.shardKey());
            return Finding.good(subject, throughput(told) + sharded);
        } catch (MongoException e) {
            return Finding.doubtful(
                    subject,
                    "its throughput is not told",
                    "look in the portal under Scale & Settings before you choose --max-ru");
        }
    }

    private static String throughput(CosmosCollection told) {
        if (told.throughput() == 0) {
            return "shares the throughput of its database, or is serverless";
        }
        return told.autoscale()
                ? "scales up to " + told.throughput() + " RU/s"
                : told.throughput() + " RU/s are provisioned";
    }
}
