package dev.millrace.source.mongo.change;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.Finding;
import dev.millrace.mongo.MongoConnection;
import java.time.Duration;
import java.util.Locale;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** For how long a stopped stream can go on: the time between the ends of the server's oplog. */
final class OplogWindow {

    private static final Duration SHORT = Duration.ofHours(24);
    private static final String MORE = "give the oplog more hours: replSetResizeOplog, or Atlas's oplog window setting";

    private final MongoConnection connection;

    OplogWindow(MongoConnection connection) {
        this.connection = connection;
    }

    Finding finding(boolean sharded) {
        if (sharded) {
            return Finding.doubtful(
                    "oplog",
                    "each shard has its own, which a mongos does not show",
                    "look at rs.printReplicationInfo()");
        }
        try {
            @Nullable Duration window = window();
            if (window == null) {
                return Finding.doubtful("oplog", "is empty", MORE);
            }
            String hours = String.format(Locale.ROOT, "holds %.1f hours of changes", window.toMinutes() / 60.0);
            return window.compareTo(SHORT) < 0
                    ? Finding.doubtful("oplog", hours + ", which a stream may be stopped at most", MORE)
                    : Finding.good("oplog", hours);
        } catch (MongoException e) {
            return Finding.doubtful(
                    "oplog",
                    "its length is not known: "
                            + connection.errors().explain("read it", "local", e).problem(),
                    "grant read on local to have it checked");
        }
    }

    private @Nullable Duration window() {
        MongoCollection<BsonDocument> oplog =
                connection.client().getDatabase("local").getCollection("oplog.rs", BsonDocument.class);
        BsonDocument oldest =
                oplog.find().sort(BsonDocument.parse("{$natural: 1}")).first();
        BsonDocument newest =
                oplog.find().sort(BsonDocument.parse("{$natural: -1}")).first();
        return oldest == null || newest == null
                ? null
                : Duration.ofSeconds(newest.getTimestamp("ts").getTime()
                        - oldest.getTimestamp("ts").getTime());
    }
}
