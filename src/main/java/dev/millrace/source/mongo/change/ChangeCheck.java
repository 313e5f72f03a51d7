package dev.millrace.source.mongo.change;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** Looks at everything a change stream needs of a server. */
final class ChangeCheck {

    private static final Duration TOLERATED_CLOCK_OFFSET = Duration.ofSeconds(5);
    private static final String IMAGES = "changeStreamPreAndPostImages";

    private final MongoConnection connection;
    private final Watched watched;
    private final ChangeOptions options;
    private final MongoChangeSource source;

    ChangeCheck(MongoConnection connection, Watched watched, ChangeOptions options, MongoChangeSource source) {
        this.connection = connection;
        this.watched = watched;
        this.options = options;
        this.source = source;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        try {
            String version = connection.serverVersion();
            findings.add(Finding.good("source", connection.description() + ", version " + version));
            boolean sharded = connection.isSharded();
            if (!connection.isCosmos() && !sharded && !isReplicaSet()) {
                findings.add(Finding.bad(
                        "change stream",
                        "the server is a standalone, which has no change streams",
                        "start it as a replica set, of one member if need be (--replSet, then rs.initiate())"));
                return findings;
            }
            findings.add(clock());
            findings.add(watchable());
            if (!connection.isCosmos()) {
                findings.add(new OplogWindow(connection).finding(sharded));
            }
            if (watched.isCollection()) {
                findings.add(collection());
            }
        } catch (MillraceException e) {
            findings.add(Finding.bad("source", e));
        }
        return findings;
    }

    private boolean isReplicaSet() {
        return new ServerClock(connection).hello().containsKey("setName");
    }

    private Finding clock() {
        Duration ahead = source.clockAhead();
        return ahead.abs().compareTo(TOLERATED_CLOCK_OFFSET) <= 0
                ? Finding.good("clock", "the server's differs by " + ahead.abs().toMillis() + " ms")
                : Finding.doubtful(
                        "clock",
                        "the server's differs by " + ahead.abs().toSeconds() + " s; lag is told without it",
                        "set both by NTP");
    }

    private Finding watchable() {
        try {
            source.open(new StreamStart.Now()).close();
            return Finding.good("change stream", watched + " can be watched");
        } catch (MillraceException e) {
            return Finding.bad(
                    "change stream",
                    e.problem(),
                    e.hint().isEmpty() ? "grant changeStream and find on " + watched.authority() : e.hint());
        }
    }

    private Finding collection() {
        @Nullable BsonDocument options = collectionOptions();
        if (options == null) {
            return Finding.doubtful(
                    watched.toString(),
                    "is not there yet; its first document makes it",
                    "check the name if it should be");
        }
        if (!this.options.needsImages()) {
            return Finding.good(watched.toString(), "is there");
        }
        boolean enabled = options.getDocument(IMAGES, new BsonDocument())
                .getBoolean("enabled", org.bson.BsonBoolean.FALSE)
                .getValue();
        return enabled
                ? Finding.good(watched.toString(), "keeps documents from before and after changes")
                : Finding.bad(
                        watched.toString(),
                        "does not keep documents from before and after changes, which are asked for",
                        "db.runCommand({collMod: \"" + watched.collection() + "\", " + IMAGES
                                + ": {enabled: true}}), with MongoDB 6.0 or newer");
    }

    private @Nullable BsonDocument collectionOptions() {
        MongoDatabase database = connection.client().getDatabase(watched.database());
        try {
            BsonDocument found = database.listCollections(BsonDocument.class)
                    .filter(new BsonDocument("name", new BsonString(watched.collection())))
                    .first();
            return found == null ? null : found.getDocument("options", new BsonDocument());
        } catch (MongoException e) {
            if (MongoErrors.isRefusal(e)) {
                return new BsonDocument();
            }
            throw connection.errors().explain("list collections of " + watched.database(), watched.database(), e);
        }
    }
}
