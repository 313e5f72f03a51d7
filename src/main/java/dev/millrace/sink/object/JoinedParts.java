package dev.millrace.sink.object;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The parts of a collection on their way to becoming one object. */
final class JoinedParts {

    private final List<StoredObject> parts = new ArrayList<>();
    private final List<StoredObject> rejects = new ArrayList<>();
    private long rows;
    private long rejected;
    private @Nullable BsonValue firstId;
    private @Nullable BsonValue lastId;

    void add(ObjectReceipt receipt, long rejectedDocuments) {
        parts.add(receipt.object());
        rows += receipt.rows();
        rejected += rejectedDocuments;
        if (receipt.rejects() != null) {
            rejects.add(receipt.rejects());
        }
        if (firstId == null) {
            firstId = receipt.firstId();
        }
        if (receipt.lastId() != null) {
            lastId = receipt.lastId();
        }
    }

    /** In the order of their chunks. */
    List<StoredObject> parts() {
        return parts;
    }

    /** The objects with their rejected documents. */
    List<StoredObject> rejects() {
        return rejects;
    }

    long rejected() {
        return rejected;
    }

    ObjectReceipt receipt(StoredObject whole) {
        return new ObjectReceipt(whole, rows, ValueCounts.NONE, firstId, lastId, null);
    }
}
