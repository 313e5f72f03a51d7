package dev.millrace.sink.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.Namespace;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Makes a collection with the options that it has at the source, where it is not there yet. */
final class CollectionCreation {

    /** What `create` takes and every server gives back; what describes a place on disk stays behind. */
    private static final List<String> OPTIONS = List.of(
            "capped",
            "size",
            "max",
            "collation",
            "validator",
            "validationLevel",
            "validationAction",
            "timeseries",
            "expireAfterSeconds",
            "changeStreamPreAndPostImages");

    private static final int NAMESPACE_EXISTS = 48;

    private final MongoClient client;

    CollectionCreation(MongoClient client) {
        this.client = client;
    }

    /** Leaves a collection that is there as it is, whatever its options. */
    void create(CollectionInfo collection) {
        Namespace namespace = collection.namespace();
        BsonDocument command = new BsonDocument("create", new BsonString(namespace.collection()));
        if (collection.kind() != CollectionKind.VIEW) {
            BsonDocument options = collection.metadata().getDocument("options", new BsonDocument());
            OPTIONS.stream().filter(options::containsKey).forEach(name -> command.append(name, options.get(name)));
        }
        try {
            client.getDatabase(namespace.database()).runCommand(command, BsonDocument.class);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }

    /** Removes the collection with its documents and indexes; harmless where there is none. */
    void drop(Namespace namespace) {
        client.getDatabase(namespace.database())
                .getCollection(namespace.collection())
                .drop();
    }
}
