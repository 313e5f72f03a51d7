package dev.millrace.sink.mongo.verify;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import dev.millrace.model.Namespace;
import dev.millrace.mongo.WriteRefusal;
import java.util.List;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Makes documents of the target what they are at the source. Whether that came to be is seen by looking again. */
final class Repairs {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final ComparedSide target;
    private final Namespace namespace;
    private final MongoCollection<RawBsonDocument> collection;
    private final boolean deleting;

    /** @param deleting whether documents are deleted that the source does not have */
    Repairs(ComparedSide target, Namespace namespace, boolean deleting) {
        this.target = target;
        this.namespace = namespace;
        this.deleting = deleting;
        // A repair that a failover could take back would be none.
        collection = target.collection(namespace).withWriteConcern(WriteConcern.MAJORITY);
    }

    void repair(List<DocumentPair> pairs) {
        List<WriteModel<RawBsonDocument>> writes = pairs.stream()
                .<@Nullable WriteModel<RawBsonDocument>>map(this::write)
                .<WriteModel<RawBsonDocument>>mapMulti((write, out) -> {
                    if (write != null) {
                        out.accept(write);
                    }
                })
                .toList();
        if (writes.isEmpty()) {
            return;
        }
        try {
            target.retries().ask(() -> attempt(writes));
        } catch (MongoException | BSONException e) {
            throw target.connection().errors().explainWrite("repair " + namespace, namespace.database(), e);
        }
    }

    private @Nullable WriteModel<RawBsonDocument> write(DocumentPair pair) {
        BsonDocument id = new BsonDocument("_id", pair.id());
        HeldDocument source = pair.source();
        if (source == null) {
            return deleting ? new DeleteOneModel<>(id) : null;
        }
        return new ReplaceOneModel<>(id, source.document(), UPSERT);
    }

    /** Refusals of single documents are no failure: those stay different. */
    private boolean attempt(List<WriteModel<RawBsonDocument>> writes) {
        try {
            collection.bulkWrite(writes, UNORDERED);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
                throw new MongoException(e.getWriteConcernError().getCode(), "the write is not safe", e);
            }
            e.getWriteErrors().forEach(error -> {
                switch (WriteRefusal.of(error.getCode())) {
                    case TRANSIENT, TARGET -> throw new MongoException(error.getCode(), "a write is refused", e);
                    case DUPLICATE, DOCUMENT -> {}
                }
            });
        }
        return true;
    }
}
