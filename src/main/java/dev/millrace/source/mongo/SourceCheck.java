package dev.millrace.source.mongo;

import com.mongodb.MongoException;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.source.NamespaceSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Looks at everything an export needs of a MongoDB: reachability, version, clock, the right to read. */
final class SourceCheck {

    private static final Duration TOLERATED_CLOCK_OFFSET = Duration.ofSeconds(5);

    private final MongoConnection connection;
    private final MongoSource source;
    private final ReadOptions options;

    SourceCheck(MongoConnection connection, MongoSource source, ReadOptions options) {
        this.connection = connection;
        this.source = source;
        this.options = options;
    }

    List<Finding> findings(NamespaceSelection selection) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(Finding.good(
                    "source",
                    connection.description() + ", version " + connection.serverVersion()
                            + (connection.isSharded() ? ", sharded" : "")));
            CosmosCheck cosmos = new CosmosCheck(connection);
            findings.addAll(cosmos.service());
            findings.add(clock());
            List<CollectionInfo> collections = source.collections(selection);
            collections.forEach(collection -> findings.add(readable(collection)));
            findings.addAll(cosmos.units(collections));
        } catch (MillraceException e) {
            findings.add(Finding.bad("source", e));
        }
        return findings;
    }

    private Finding clock() {
        try {
            Instant before = Instant.now();
            BsonDocument hello = connection
                    .client()
                    .getDatabase("admin")
                    .runCommand(new BsonDocument("isMaster", new BsonInt32(1)), BsonDocument.class);
            if (!hello.isDateTime("localTime")) {
                return Finding.doubtful("clock", "the server does not tell its time", "see that both are set by NTP");
            }
            Instant server = Instant.ofEpochMilli(hello.getDateTime("localTime").getValue());
            Duration offset = Duration.between(before, server).abs();
            return offset.compareTo(TOLERATED_CLOCK_OFFSET) <= 0
                    ? Finding.good("clock", "the server's differs by " + offset.toMillis() + " ms")
                    : Finding.doubtful(
                            "clock", "the server's differs by " + offset.toSeconds() + " s", "set both by NTP");
        } catch (MongoException e) {
            return Finding.bad("clock", connection.errors().explain("ask for the server's time", "admin", e));
        }
    }

    private Finding readable(CollectionInfo collection) {
        String subject = collection.namespace().toString();
        try {
            DocumentBatch one = new DocumentBatch(options.batchBytes());
            source.sample(collection, 1, one);
            String size = collection.documents() == CollectionInfo.UNKNOWN
                    ? "size unknown"
                    : "about " + collection.documents() + " documents";
            return Finding.good(subject, "can be read, " + size);
        } catch (MillraceException e) {
            return Finding.bad(subject, e);
        }
    }
}
