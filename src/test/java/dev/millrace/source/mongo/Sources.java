package dev.millrace.source.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.model.CollectionInfo;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.NamespaceSelection;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.bson.BsonDocument;

/** Sources over a test server, with small batches and without long waits. */
final class Sources {

    static final int BATCH_BYTES = 500;
    private static final Backoff SHORT = new Backoff(Collections.nCopies(3, Duration.ofMillis(1)));

    private Sources() {}

    static MongoSource of(MongoDouble mongo) {
        return of(mongo.uri());
    }

    static MongoSource of(String uri) {
        return of(uri, new BsonDocument(), new BsonDocument(), 0);
    }

    static MongoSource of(String uri, BsonDocument filter, BsonDocument projection, long limit) {
        return new MongoSource(
                MongoConnection.open(uri, MongoOptions.none()),
                new ReadOptions(filter, projection, limit, BATCH_BYTES),
                SHORT);
    }

    static CollectionInfo only(MongoSource source, String namespace) {
        List<CollectionInfo> found = source.collections(new NamespaceSelection(List.of(namespace)));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
