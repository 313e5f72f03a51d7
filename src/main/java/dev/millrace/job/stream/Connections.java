package dev.millrace.job.stream;

import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.config.SecretReference;
import dev.millrace.config.stream.StreamSource;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.source.ChangeSource;
import dev.millrace.source.mongo.change.ChangeOptions;
import dev.millrace.source.mongo.change.MongoChangeSource;
import dev.millrace.source.mongo.change.Watched;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens the sources of streams; those of one deployment share their connection. */
final class Connections implements AutoCloseable {

    /** A stream that waits for events keeps one of a client's hundred sockets. */
    private static final int MOST_STREAMS = 50;

    private final MongoOptions options;
    private final Map<String, Shared> current = new HashMap<>();
    private final List<MongoConnection> opened = new ArrayList<>();

    Connections(MongoOptions options) {
        this.options = options;
    }

    ChangeSource source(StreamSource source) {
        ChangeOptions how = ChangeOptions.standard()
                .withPipeline(source.pipeline())
                .withDocuments(FullDocument.fromString(source.fullDocument()), before(source.before()))
                .withBatchSize(source.batchSize().orElse(0));
        return MongoChangeSource.sharing(
                connection(SecretReference.resolve(source.uri())),
                new Watched(source.database(), source.collection()),
                how);
    }

    /** Servers before MongoDB 6.0 do not know the word for nothing. */
    private static FullDocumentBeforeChange before(String word) {
        return word.equals("off") ? FullDocumentBeforeChange.DEFAULT : FullDocumentBeforeChange.fromString(word);
    }

    private MongoConnection connection(String uri) {
        Shared shared = current.get(uri);
        if (shared == null || shared.streams >= MOST_STREAMS) {
            MongoConnection connection = MongoConnection.open(uri, options);
            opened.add(connection);
            shared = new Shared(connection);
            current.put(uri, shared);
        }
        shared.streams++;
        return shared.connection;
    }

    @Override
    public void close() {
        opened.forEach(MongoConnection::close);
    }

    private static final class Shared {

        private final MongoConnection connection;
        private int streams;

        Shared(MongoConnection connection) {
            this.connection = connection;
        }
    }
}
