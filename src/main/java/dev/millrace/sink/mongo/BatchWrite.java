package dev.millrace.sink.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.client.MongoCollection;
import dev.millrace.model.DocumentBatch;
import dev.millrace.mongo.Attempts;
import dev.millrace.mongo.Retries;
import dev.millrace.mongo.WriteRefusal;
import dev.millrace.mongo.cosmos.RequestKind;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.Rejection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.RawBsonDocument;

/**
 * Writes some documents of one batch, each until its fate is known: written, there already, kept, replaced, rejected.
 * What a lost connection leaves open is written again; what then turns out to be there with the same bytes was written
 * the first time. A message that is refused as a whole is halved until the document is found that it is refused for.
 */
final class BatchWrite {

    /** ReadConcernMajorityNotAvailableYet: what the index has and no majority read shows is visible in a moment. */
    private static final int NOT_VISIBLE_YET = 134;

    private final DocumentWrites writes;
    private final MongoCollection<RawBsonDocument> collection;
    private final OnConflict onConflict;
    private final Retries retries;
    private final DocumentBatch batch;
    private final WriteCounts counts;
    private final RejectSink rejects;

    private final RequestKind insert;
    private final RequestKind update;

    /** Places in the batch of the documents whose fate is open. */
    private List<Integer> open;

    BatchWrite(
            DocumentWrites writes,
            MongoCollection<RawBsonDocument> collection,
            OnConflict onConflict,
            Retries retries,
            DocumentBatch batch,
            List<Integer> places,
            WriteCounts counts,
            RejectSink rejects) {
        this.writes = writes;
        this.collection = collection;
        this.onConflict = onConflict;
        this.retries = retries;
        this.batch = batch;
        this.open = places;
        this.counts = counts;
        this.rejects = rejects;
        this.insert = kind(collection, "insert");
        this.update = kind(collection, "update");
    }

    /** Writes to a collection, as a service that charges for them counts them. */
    static RequestKind kind(MongoCollection<?> collection, String command) {
        return new RequestKind(
                command,
                collection.getNamespace().getDatabaseName(),
                collection.getNamespace().getCollectionName());
    }

    /** Throws what the driver throws, once trying again does not help. */
    void run() {
        Attempts attempts = retries.attempts();
        boolean done = false;
        while (!done) {
            int before = open.size();
            try {
                attempt();
                done = true;
            } catch (MongoException e) {
                if (open.size() < before) {
                    attempts.progressed();
                }
                if (!attempts.pauseAfter(e)) {
                    throw e;
                }
            }
        }
    }

    private void attempt() {
        try {
            List<RawBsonDocument> documents = documents(open);
            retries.budget().spend(insert, documents.size(), () -> {
                writes.insert(documents);
                return true;
            });
            counts.inserted(open.size());
            open = List.of();
        } catch (MongoBulkWriteException e) {
            settle(e);
        } catch (MongoCommandException e) {
            if (!WriteRefusal.isOfItsContent(e.getErrorCode())) {
                throw e;
            }
            halve(e.getErrorCode());
        } catch (BsonMaximumSizeExceededException e) {
            halve(WriteRefusal.TOO_LARGE);
        }
    }

    private void halve(int code) {
        List<Integer> places = open;
        if (places.size() == 1) {
            reject(places.getFirst(), Reason.refused(code));
        } else {
            int middle = places.size() / 2;
            part(places.subList(0, middle)).run();
            open = places.subList(middle, places.size());
            part(open).run();
        }
        open = List.of();
    }

    private BatchWrite part(List<Integer> places) {
        return new BatchWrite(writes, collection, onConflict, retries, batch, places, counts, rejects);
    }

    /** Sorts out an insert that was refused in part. */
    private void settle(MongoBulkWriteException failure) {
        requireConcern(failure);
        List<Integer> tried = open;
        List<BulkWriteError> duplicates = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        int transientCode = 0;
        for (BulkWriteError error : failure.getWriteErrors()) {
            switch (WriteRefusal.of(error.getCode())) {
                case DUPLICATE -> duplicates.add(error);
                case TRANSIENT -> {
                    again.add(tried.get(error.getIndex()));
                    transientCode = error.getCode();
                }
                case TARGET -> throw new MongoException(error.getCode(), "every write is refused", failure);
                case DOCUMENT -> reject(tried.get(error.getIndex()), Reason.refused(error.getCode()));
            }
        }
        counts.inserted(tried.size() - failure.getWriteErrors().size());
        open = new ArrayList<>(again);
        duplicates.forEach(error -> open.add(tried.get(error.getIndex())));
        resolve(tried, duplicates, again);
        if (!open.isEmpty()) {
            throw new MongoException(transientCode == 0 ? NOT_VISIBLE_YET : transientCode, "try again", failure);
        }
    }

    /** Compares duplicates with what is there; afterwards only those are open that are to be tried again. */
    private void resolve(List<Integer> tried, List<BulkWriteError> duplicates, List<Integer> again) {
        List<Integer> places =
                duplicates.stream().map(error -> tried.get(error.getIndex())).toList();
        List<StoredDocuments.State> states =
                new StoredDocuments(collection, writes::isStoredAs, retries.budget()).of(documents(places));
        List<Integer> conflicts = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            int place = places.get(i);
            switch (states.get(i)) {
                case SAME -> counts.matched(1);
                case DIFFERENT -> conflicts.add(place);
                case ABSENT -> {
                    if (Reason.isOfId(duplicates.get(i))) {
                        again.add(place);
                    } else {
                        reject(place, Reason.uniqueIndex(duplicates.get(i)));
                    }
                }
            }
        }
        open = new ArrayList<>(again);
        switch (onConflict) {
            case FAIL -> conflicts.forEach(place -> reject(place, Reason.CONFLICT));
            case KEEP -> counts.kept(conflicts.size());
            case REPLACE -> {
                open.addAll(conflicts);
                replace(conflicts);
                open = new ArrayList<>(again);
            }
        }
    }

    private void replace(List<Integer> places) {
        if (places.isEmpty()) {
            return;
        }
        try {
            List<RawBsonDocument> documents = documents(places);
            retries.budget().spend(update, documents.size(), () -> {
                writes.replace(documents);
                return true;
            });
            counts.replaced(places.size());
        } catch (MongoBulkWriteException e) {
            requireConcern(e);
            Set<Integer> refused = new HashSet<>();
            for (BulkWriteError error : e.getWriteErrors()) {
                switch (WriteRefusal.of(error.getCode())) {
                    // Nothing of this bulk was counted: what it replaced is found to be the same next time.
                    case TRANSIENT, TARGET -> throw new MongoException(error.getCode(), "not replaced", e);
                    case DUPLICATE, DOCUMENT -> refused.add(error.getIndex());
                }
            }
            refused.forEach(index -> reject(places.get(index), reason(e, index)));
            counts.replaced(places.size() - refused.size());
        }
    }

    private static String reason(MongoBulkWriteException failure, int index) {
        BulkWriteError error = failure.getWriteErrors().stream()
                .filter(each -> each.getIndex() == index)
                .findFirst()
                .orElseThrow();
        return WriteRefusal.of(error.getCode()) == WriteRefusal.DUPLICATE
                ? Reason.uniqueIndex(error)
                : Reason.refused(error.getCode());
    }

    /** Documents that not enough members confirm may be taken back: none of this message counts. */
    private static void requireConcern(MongoBulkWriteException failure) {
        WriteConcernError unmet = failure.getWriteConcernError();
        if (unmet != null) {
            throw new MongoException(unmet.getCode(), "the write concern was not met", failure);
        }
    }

    private void reject(int place, String reason) {
        rejects.reject(Rejection.of(batch, place, reason));
    }

    private List<RawBsonDocument> documents(List<Integer> places) {
        return places.stream().map(place -> RawDocument.of(batch, place)).toList();
    }
}
