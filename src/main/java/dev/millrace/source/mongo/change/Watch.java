package dev.millrace.source.mongo.change;

import com.mongodb.MongoCommandException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import com.mongodb.connection.ServerDescription;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.model.StreamStart;
import dev.millrace.mongo.MongoConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Opens the driver's cursor over a change stream, as the server's kind and version want it. */
final class Watch {

    private static final BsonDocument SPLIT = BsonDocument.parse("{$changeStreamSplitLargeEvent: {}}");

    /** Of MongoDB 7.0, the first release that splits large events in every version. */
    private static final int FIRST_THAT_SPLITS = 21;

    private static final int UNKNOWN_STAGE = 40324;

    /** The change feed refuses any other pipeline. Source: Microsoft's "Change streams in Azure Cosmos DB's API for MongoDB". */
    private static final BsonDocument COSMOS_OPERATIONS =
            BsonDocument.parse("{operationType: {$in: [\"insert\", \"update\", \"replace\"]}}");

    private static final BsonDocument COSMOS_FIELDS =
            BsonDocument.parse("{$project: {_id: 1, fullDocument: 1, ns: 1, documentKey: 1}}");

    private final MongoConnection connection;
    private final Watched watched;
    private final ChangeOptions options;
    private final ServerClock clock;

    /** Set where a server says that it does not know the stage, whatever its version promises. */
    private volatile boolean cannotSplit;

    Watch(MongoConnection connection, Watched watched, ChangeOptions options) {
        this.connection = connection;
        this.watched = watched;
        this.options = options;
        this.clock = new ServerClock(connection);
        if (connection.isCosmos()) {
            checkCosmos();
        }
        StreamStages.check(options.pipeline());
    }

    private void checkCosmos() {
        if (!watched.isCollection()) {
            throw MillraceException.usage(
                    watched + " cannot be watched with Cosmos DB",
                    "watch one collection a source; others are not there");
        }
        if (options.needsImages()) {
            throw MillraceException.usage(
                    "Cosmos DB keeps no documents from before a change",
                    "leave out full_document_before_change; full_document is always updateLookup");
        }
        if (options.pipeline().stream().anyMatch(stage -> !stage.containsKey("$match"))) {
            throw MillraceException.usage(
                    "Cosmos DB takes only $match in the pipeline of a change stream", "do the rest by transforms");
        }
    }

    /**
     * The same beginning as a time, where it is now: a stream that is lost before it has told any place would otherwise
     * go on from a later now, and leave a gap.
     */
    StreamStart fixed(StreamStart start) {
        if (!(start instanceof StreamStart.Now)) {
            return start;
        }
        BsonDocument hello = clock.hello();
        if (connection.isCosmos()) {
            return new StreamStart.At(new BsonTimestamp((int) clock.now().getEpochSecond(), 1));
        }
        if (!hello.isTimestamp("operationTime")) {
            return start;
        }
        BsonTimestamp last = hello.getTimestamp("operationTime");
        return new StreamStart.At(new BsonTimestamp(last.getTime(), last.getInc() + 1));
    }

    /**
     * The server's token for a beginning that is a time, with which a stream has a place before it has given any event;
     * empty from servers that tell none.
     */
    Optional<ResumePoint> token(StreamStart start) {
        if (!(start instanceof StreamStart.At at) || connection.isCosmos()) {
            return Optional.empty();
        }
        BsonDocument beginning = new BsonDocument("startAtOperationTime", at.time());
        if (watched.database().isEmpty()) {
            beginning.append("allChangesForCluster", BsonBoolean.TRUE);
        }
        BsonDocument stage = new BsonDocument("$changeStream", beginning);
        MongoDatabase database = connection.client().getDatabase(watched.authority());
        BsonDocument cursor = database.runCommand(
                        new BsonDocument(
                                        "aggregate",
                                        watched.isCollection()
                                                ? new BsonString(watched.collection())
                                                : new BsonInt32(1))
                                .append("pipeline", new BsonArray(List.of(stage)))
                                .append("cursor", new BsonDocument("batchSize", new BsonInt32(0))),
                        BsonDocument.class)
                .getDocument("cursor");
        String namespace = cursor.getString("ns").getValue();
        database.runCommand(
                new BsonDocument("killCursors", new BsonString(namespace.substring(namespace.indexOf('.') + 1)))
                        .append("cursors", new BsonArray(List.of(cursor.get("id")))));
        return cursor.isDocument("postBatchResumeToken")
                ? Optional.of(new ResumePoint(cursor.getDocument("postBatchResumeToken")))
                : Optional.empty();
    }

    MongoChangeStreamCursor<RawBsonDocument> open(StreamStart start, Form form) {
        if (oldestWireVersion().isEmpty()) {
            // Only a first command makes the driver wait until it knows the servers, and with them what they can.
            clock.hello();
        }
        if (connection.isCosmos()) {
            checkCosmos();
        }
        List<BsonDocument> pipeline = pipeline(form);
        try {
            return open(start, form, pipeline);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != UNKNOWN_STAGE || !pipeline.contains(SPLIT)) {
                throw e;
            }
            cannotSplit = true;
            return open(start, form, pipeline(form));
        }
    }

    private MongoChangeStreamCursor<RawBsonDocument> open(StreamStart start, Form form, List<BsonDocument> pipeline) {
        ChangeStreamIterable<RawBsonDocument> stream = watched.stream(connection.client(), pipeline)
                .fullDocument(connection.isCosmos() ? FullDocument.UPDATE_LOOKUP : options.fullDocument())
                .maxAwaitTime(options.maxAwait().toMillis(), TimeUnit.MILLISECONDS);
        if (options.beforeChange() != FullDocumentBeforeChange.DEFAULT) {
            stream.fullDocumentBeforeChange(options.beforeChange());
        }
        if (form != Form.USUAL) {
            stream.batchSize(1);
        } else if (options.batchSize() > 0) {
            stream.batchSize(options.batchSize());
        }
        switch (start) {
            case StreamStart.Now _ -> {}
            case StreamStart.At at -> stream.startAtOperationTime(at.time());
            case StreamStart.After after -> {
                if (connection.isCosmos()) {
                    stream.resumeAfter(after.point().token());
                } else {
                    // Unlike resumeAfter, it takes the token of an invalidate event too.
                    stream.startAfter(after.point().token());
                }
            }
        }
        return (MongoChangeStreamCursor<RawBsonDocument>)
                stream.withDocumentClass(RawBsonDocument.class).cursor();
    }

    private List<BsonDocument> pipeline(Form form) {
        if (connection.isCosmos()) {
            return cosmosPipeline();
        }
        List<BsonDocument> stages = new ArrayList<>(options.pipeline());
        stages.addAll(form.stages());
        if (splitsLargeEvents()) {
            stages.add(SPLIT);
        }
        return stages;
    }

    private List<BsonDocument> cosmosPipeline() {
        List<BsonValue> conditions = new ArrayList<>();
        options.pipeline().forEach(stage -> conditions.add(stage.get("$match")));
        if (conditions.isEmpty()) {
            return List.of(new BsonDocument("$match", COSMOS_OPERATIONS), COSMOS_FIELDS);
        }
        conditions.add(COSMOS_OPERATIONS);
        return List.of(new BsonDocument("$match", new BsonDocument("$and", new BsonArray(conditions))), COSMOS_FIELDS);
    }

    private boolean splitsLargeEvents() {
        return !cannotSplit && oldestWireVersion().orElse(0) >= FIRST_THAT_SPLITS;
    }

    private OptionalInt oldestWireVersion() {
        return connection.client().getClusterDescription().getServerDescriptions().stream()
                .filter(ServerDescription::isOk)
                .mapToInt(ServerDescription::getMaxWireVersion)
                .min();
    }
}
