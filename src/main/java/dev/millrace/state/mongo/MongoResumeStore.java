package dev.millrace.state.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.mongo.MongoUri;
import dev.millrace.state.LeasedClaim;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.StreamConflict;
import dev.millrace.state.StreamName;
import java.time.Duration;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Streams' places in a collection of a MongoDB (4.2 or newer, or what speaks its protocol), a document each:
 *
 * <pre>
 * _id          the stream's name
 * token        the resume token, a document
 * clusterTime  of the last event before it, a timestamp; missing where that is not known
 * events       published since the stream began
 * savedAt      a date, on the clock of the process that saved
 * owner        the process that has the stream, for people; missing while none has it
 * until        when its lease runs out, a date on the clock of the primary
 * claim        of the newest claim, an ObjectId that nobody had before: a save with another one is refused
 * saves        how often that claim has saved
 * </pre>
 *
 * Each step is one update of one document, acknowledged by a majority. Time is the primary's own, so that the clocks of
 * the processes do not matter; those of the replica set's members may differ by less than a lease. A lease that ran out
 * is lost once another process claims the stream. A document that is gone is put back by its owner's next sign of life.
 */
public final class MongoResumeStore implements ResumeStore {

    private static final BsonDateTime FREE = new BsonDateTime(0);

    private final PlaceCollection places;
    private final String owner;
    private final Duration lease;

    private MongoResumeStore(PlaceCollection places, String owner, Duration lease) {
        this.places = places;
        this.owner = owner;
        this.lease = lease;
    }

    /**
     * Connects at the first call.
     *
     * @param uri     `mongodb://HOST/DATABASE`, or `mongodb://HOST/DATABASE.COLLECTION`
     * @param owner   this process, for people
     * @param lease   how long a stream stays this process's without a sign of life; several times the pause between two
     * @param timeout how long a call may take
     */
    public static MongoResumeStore open(
            String uri, MongoOptions options, String owner, Duration lease, Duration timeout) {
        MongoUri parsed = MongoUri.parse(uri);
        MongoConnection connection = MongoConnection.open(uri, options);
        try {
            return new MongoResumeStore(new PlaceCollection(connection, parsed, timeout), owner, lease);
        } catch (MillraceException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return places.description();
    }

    @Override
    public Optional<StreamClaim> claim(String stream) {
        BsonDocument free = named(stream);
        long now = places.serverTime();
        ObjectId claim = new ObjectId();
        free.append("until", new BsonDocument("$lte", new BsonDateTime(now)));
        // Where somebody has the stream, nothing matches, and the insertion finds the name taken.
        boolean taken = isDone("claim", stream, free, set(held(claim, now).append("saves", new BsonInt64(0))), true);
        return taken ? Optional.of(new Claim(stream, claim)) : Optional.empty();
    }

    @Override
    public Optional<SavedPoint> look(String stream) {
        BsonDocument found = document(stream);
        if (found == null || !found.containsKey("token")) {
            return Optional.empty();
        }
        try {
            return Optional.of(PlaceDocument.point(found));
        } catch (BsonInvalidOperationException e) {
            throw StreamConflict.unreadable(stream, description(), e);
        }
    }

    private @Nullable BsonDocument document(String stream) {
        BsonDocument filter = named(stream);
        // A list, since a function that may answer with nothing is awkward to declare.
        return places.ask(
                        attempt("read", stream),
                        collection ->
                                Optional.ofNullable(collection.find(filter).first()))
                .orElse(null);
    }

    /** The document stays, with another claim: whoever had the stream long ago cannot bring its place back. */
    @Override
    public void forget(String stream) {
        BsonDocument free =
                named(stream).append("until", new BsonDocument("$lte", new BsonDateTime(places.serverTime())));
        BsonDocument change = set(new BsonDocument("until", FREE)
                        .append("claim", new BsonObjectId())
                        .append("saves", new BsonInt64(0)))
                .append("$unset", PlaceDocument.fields("token", "clusterTime", "events", "savedAt", "owner"));
        if (!isDone("forget", stream, free, change, false)) {
            BsonDocument there = document(stream);
            if (there != null) {
                throw StreamConflict.held(
                        stream,
                        description(),
                        there.getString("owner", new BsonString("")).getValue());
            }
        }
    }

    @Override
    public void close() {
        places.close();
    }

    /** Whether the one document was changed, or made; false where none matches. */
    private boolean isDone(String verb, String stream, BsonDocument filter, BsonDocument change, boolean upsert) {
        return places.ask(attempt(verb, stream), collection -> {
            try {
                UpdateResult result = collection.updateOne(filter, change, new UpdateOptions().upsert(upsert));
                return result.getMatchedCount() > 0 || result.getUpsertedId() != null;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        });
    }

    private BsonDocument held(ObjectId claim, long now) {
        return new BsonDocument("owner", new BsonString(owner))
                .append("until", new BsonDateTime(now + lease.toMillis()))
                .append("claim", new BsonObjectId(claim));
    }

    private String attempt(String verb, String stream) {
        return verb + " the stream " + stream + " in " + description();
    }

    private static BsonDocument named(String stream) {
        return new BsonDocument("_id", new BsonString(StreamName.checked(stream)));
    }

    private static BsonDocument set(BsonDocument fields) {
        return new BsonDocument("$set", fields);
    }

    private final class Claim extends LeasedClaim {

        private final ObjectId id;

        private Claim(String stream, ObjectId id) {
            super(stream, description());
            this.id = id;
        }

        @Override
        protected Optional<SavedPoint> read() {
            return look(stream());
        }

        @Override
        protected boolean keep(String attempt, long saves, @Nullable SavedPoint place) {
            BsonDocument fields = held(id, places.serverTime()).append("saves", new BsonInt64(saves));
            BsonDocument change = PlaceDocument.change(fields, place);
            BsonDocument own = named(stream())
                    .append("claim", new BsonObjectId(id))
                    .append("saves", new BsonDocument("$lte", new BsonInt64(saves)));
            // Where the document is gone altogether, and nobody else has taken its name, it is put back.
            return isDone(attempt, stream(), own, change, false)
                    || (document(stream()) == null && isDone(attempt, stream(), own, change, true));
        }

        @Override
        protected void release() {
            BsonDocument change =
                    set(new BsonDocument("until", FREE)).append("$unset", PlaceDocument.fields("owner", "claim"));
            isDone("release", stream(), named(stream()).append("claim", new BsonObjectId(id)), change, false);
        }
    }
}
