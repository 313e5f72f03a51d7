package dev.millrace.sink.mongo.change;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.millrace.model.DocumentChange;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.Backoff;
import dev.millrace.mongo.MongoConnection;
import dev.millrace.mongo.Retries;
import dev.millrace.mongo.WriteRefusal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * One collection that changes are written to. A connection that is lost is found again, and what it leaves open is
 * written once more: an insert then finds its document there, an update or delete does no harm twice. Safe for use by
 * many threads.
 */
public final class ChangeTarget {

    private static final BulkWriteOptions ORDERED = new BulkWriteOptions().ordered(true);

    private final MongoConnection connection;
    private final Namespace namespace;
    private final MongoCollection<BsonDocument> collection;
    private final boolean acknowledged;
    private final Retries retries;

    /** @param connection stays the caller's */
    public ChangeTarget(MongoConnection connection, Namespace namespace, WriteConcern concern) {
        this(connection, namespace, concern, Backoff.standard());
    }

    ChangeTarget(MongoConnection connection, Namespace namespace, WriteConcern concern, Backoff backoff) {
        this.connection = connection;
        this.namespace = namespace;
        this.acknowledged = concern.isAcknowledged();
        this.retries = connection.retries(backoff);
        this.collection = connection
                .client()
                .getDatabase(namespace.database())
                .getCollection(namespace.collection(), BsonDocument.class)
                .withWriteConcern(concern);
    }

    /** Whether a document is there. To be asked before anything is written: shows that the target can be reached. */
    public boolean has(BsonValue id) {
        try {
            boolean there = retries.ask(() -> collection.find(byId(id)).first() != null);
            connection.errors().reached();
            return there;
        } catch (MongoException e) {
            throw connection.errors().explain("read " + namespace, namespace.database(), e);
        }
    }

    /**
     * Writes changes in order and tells what became of each. Where several changes of a kind stand side by side, the target
     * only counts them; if it found fewer documents than there were updates or deletes, the last ones are told to be missing.
     */
    public void write(List<DocumentChange> changes, BiConsumer<DocumentChange, ChangeOutcome> told) {
        int from = 0;
        while (from < changes.size()) {
            int to = from + 1;
            while (to < changes.size()
                    && changes.get(to).kind() == changes.get(from).kind()) {
                to++;
            }
            List<DocumentChange> alike = changes.subList(from, to);
            try {
                writeAlike(alike, told);
            } catch (MongoException e) {
                throw connection.errors().explainWrite("write to " + namespace, namespace.database(), e);
            }
            from = to;
        }
    }

    private void writeAlike(List<DocumentChange> changes, BiConsumer<DocumentChange, ChangeOutcome> told) {
        List<DocumentChange> open = changes;
        AtomicBoolean again = new AtomicBoolean();
        while (!open.isEmpty()) {
            List<DocumentChange> now = open;
            int settled = retries.ask(() -> {
                try {
                    return attempt(now, again.get(), told);
                } catch (MongoException e) {
                    again.set(true);
                    throw e;
                }
            });
            open = open.subList(settled, open.size());
        }
    }

    /**
     * How many of the first changes are settled: all, or up to the first that was refused.
     *
     * @param again whether some may have been written by an attempt whose reply was lost
     */
    private int attempt(List<DocumentChange> changes, boolean again, BiConsumer<DocumentChange, ChangeOutcome> told) {
        try {
            BulkWriteResult result = collection.bulkWrite(
                    changes.stream().map(ChangeTarget::model).toList(), ORDERED);
            tell(changes, again || !acknowledged ? changes.size() : matched(result), told);
            return changes.size();
        } catch (MongoBulkWriteException e) {
            WriteConcernError unmet = e.getWriteConcernError();
            if (e.getWriteErrors().isEmpty()) {
                throw new MongoException(unmet == null ? 0 : unmet.getCode(), "the write concern was not met", e);
            }
            return settle(changes, again, e, told);
        }
    }

    private static int settle(
            List<DocumentChange> changes,
            boolean again,
            MongoBulkWriteException failure,
            BiConsumer<DocumentChange, ChangeOutcome> told) {
        BulkWriteError error = failure.getWriteErrors().getFirst();
        int refused = error.getIndex();
        WriteRefusal refusal = WriteRefusal.of(error.getCode());
        boolean passing = refusal == WriteRefusal.TRANSIENT || refusal == WriteRefusal.TARGET;
        if (passing && refused == 0) {
            throw new MongoException(error.getCode(), "not written", failure);
        }
        tell(changes.subList(0, refused), again ? refused : matched(failure.getWriteResult()), told);
        if (passing) {
            return refused;
        }
        boolean there = refusal == WriteRefusal.DUPLICATE && error.getMessage().contains("_id_");
        ChangeOutcome ofThere = again ? ChangeOutcome.DONE : ChangeOutcome.THERE_ALREADY;
        told.accept(changes.get(refused), there ? ofThere : ChangeOutcome.REFUSED);
        return refused + 1;
    }

    private static void tell(List<DocumentChange> changes, int found, BiConsumer<DocumentChange, ChangeOutcome> told) {
        for (int i = 0; i < changes.size(); i++) {
            told.accept(changes.get(i), i < found ? ChangeOutcome.DONE : ChangeOutcome.NOT_FOUND);
        }
    }

    private static int matched(BulkWriteResult result) {
        return result.getInsertedCount() + result.getMatchedCount() + result.getDeletedCount();
    }

    private static WriteModel<BsonDocument> model(DocumentChange change) {
        return switch (change.kind()) {
            case INSERT -> new InsertOneModel<>(change.content());
            case UPDATE -> new UpdateOneModel<>(byId(change.id()), change.content());
            case DELETE -> new DeleteOneModel<>(byId(change.id()));
        };
    }

    private static BsonDocument byId(BsonValue id) {
        return new BsonDocument("_id", new BsonDocument("$eq", id));
    }
}
