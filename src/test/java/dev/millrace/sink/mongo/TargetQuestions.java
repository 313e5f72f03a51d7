package dev.millrace.sink.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.Namespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Asks a server by the driver, as anybody would. */
public final class TargetQuestions {

    private TargetQuestions() {}

    public static BsonDocument options(MongoDouble server, String namespace) {
        Namespace name = Namespace.parse(namespace);
        try (MongoClient client = MongoClients.create(server.uri())) {
            BsonDocument entry = client.getDatabase(name.database())
                    .listCollections(BsonDocument.class)
                    .filter(new BsonDocument("name", new BsonString(name.collection())))
                    .first();
            return entry == null ? new BsonDocument() : entry.getDocument("options");
        }
    }

    public static List<BsonDocument> indexes(MongoDouble server, String namespace) {
        Namespace name = Namespace.parse(namespace);
        try (MongoClient client = MongoClients.create(server.uri())) {
            return client.getDatabase(name.database())
                    .getCollection(name.collection())
                    .listIndexes(BsonDocument.class)
                    .into(new ArrayList<>());
        }
    }

    /** @param definitions each `{key: …, name: …}` */
    public static void createIndexes(MongoDouble server, String namespace, String... definitions) {
        Namespace name = Namespace.parse(namespace);
        try (MongoClient client = MongoClients.create(server.uri())) {
            client.getDatabase(name.database())
                    .runCommand(new BsonDocument("createIndexes", new BsonString(name.collection()))
                            .append(
                                    "indexes",
                                    new BsonArray(Arrays.stream(definitions)
                                            .map(BsonDocument::parse)
                                            .toList())));
        }
    }

    public static void delete(MongoDouble server, String namespace, BsonDocument query) {
        Namespace name = Namespace.parse(namespace);
        try (MongoClient client = MongoClients.create(server.uri())) {
            client.getDatabase(name.database()).getCollection(name.collection()).deleteMany(query);
        }
    }
}
