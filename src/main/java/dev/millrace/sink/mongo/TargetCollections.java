package dev.millrace.sink.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.CountOptions;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.MongoErrors;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Makes, looks at, changes and drops collections of the target. Every call may be repeated. */
final class TargetCollections {

    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int NAMESPACE_EXISTS = 48;

    private final MongoClient client;
    private final BooleanSupplier cosmos;

    /** @param cosmos whether the target is Azure Cosmos DB, which takes no write concern with these commands */
    TargetCollections(MongoClient client, BooleanSupplier cosmos) {
        this.client = client;
        this.cosmos = cosmos;
    }

    /** Leaves a collection of the same kind that is there as it is; refuses one that documents cannot be written to. */
    void create(CollectionDefinition wanted) {
        try {
            change(wanted.target(), wanted.creation());
        } catch (MongoCommandException e) {
            if (e.getErrorCode() == NAMESPACE_EXISTS) {
                requireUsable(wanted);
            } else if (wanted.hasDispensable() && MongoErrors.isRefusal(e) && !MongoErrors.isUnauthorized(e)) {
                createPlain(wanted);
            } else {
                throw e;
            }
        }
    }

    private void createPlain(CollectionDefinition wanted) {
        try {
            change(wanted.target(), wanted.plainCreation());
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
            requireUsable(wanted);
        }
    }

    private void requireUsable(CollectionDefinition wanted) {
        Optional<BsonDocument> existing = options(wanted.target());
        if (existing.isEmpty()) {
            return;
        }
        Set<String> differences = wanted.differences(existing.get());
        if (!wanted.sameKind(existing.get()) || (!wanted.isView() && differences.contains("collation"))) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    wanted.target() + " is in the target already, and is not what the source has: they differ in "
                            + (differences.isEmpty() ? "their kind" : String.join(", ", differences)),
                    "give another name by --to-namespace or --to-database, or replace it by --drop");
        }
    }

    /** The options as `listCollections` tells them; empty where there is none, or nobody may know. */
    Optional<BsonDocument> options(Namespace namespace) {
        return entry(namespace).map(entry -> entry.getDocument("options", new BsonDocument()));
    }

    /** What `listCollections` says of a collection. */
    Optional<BsonDocument> entry(Namespace namespace) {
        try {
            return Optional.ofNullable(client.getDatabase(namespace.database())
                    .listCollections(BsonDocument.class)
                    .filter(new BsonDocument("name", new BsonString(namespace.collection())))
                    .first());
        } catch (MongoCommandException e) {
            if (MongoErrors.isUnauthorized(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    boolean hasDocuments(Namespace namespace) {
        return client.getDatabase(namespace.database())
                        .getCollection(namespace.collection())
                        .countDocuments(new BsonDocument(), new CountOptions().limit(1))
                > 0;
    }

    /** Removes the collection with its documents and indexes; harmless where there is none. */
    void drop(Namespace namespace) {
        try {
            change(namespace, new BsonDocument("drop", new BsonString(namespace.collection())));
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Runs a command that changes what collections there are, so that no failover takes it back. */
    void change(Namespace namespace, BsonDocument command) {
        BsonDocument durable = command.clone();
        if (!cosmos.getAsBoolean()) {
            durable.append("writeConcern", new BsonDocument("w", new BsonString("majority")));
        }
        client.getDatabase(namespace.database()).runCommand(durable, BsonDocument.class);
    }
}
