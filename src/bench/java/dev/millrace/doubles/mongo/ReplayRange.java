package dev.millrace.doubles.mongo;

import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Which documents lie between bounds on {@code _id}, counted from the first one. */
final class ReplayRange {

    private final ReplayDocuments documents;
    private int begin;
    private int end;

    ReplayRange(ReplayDocuments documents) {
        this.documents = documents;
        this.end = documents.count();
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    int size() {
        return Math.max(0, end - begin);
    }

    /** Nothing below. */
    void from(BsonValue id) {
        begin = Math.max(begin, notBelow(id));
    }

    /** Nothing from there on. */
    void to(BsonValue id) {
        end = Math.min(end, notBelow(id));
    }

    /** @param filter empty, one {@code _id}, or comparisons with it */
    void filter(BsonDocument filter) {
        for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
            if (!field.getKey().equals("_id")) {
                throw ErrorCode.NOT_IMPLEMENTED.failure("the replay filters by nothing but _id");
            }
            if (field.getValue().isDocument()) {
                field.getValue().asDocument().forEach(this::compare);
            } else {
                from(field.getValue());
                to(after(field.getValue()));
            }
        }
    }

    private void compare(String operator, BsonValue id) {
        switch (operator) {
            case "$gte" -> from(id);
            case "$gt" -> from(after(id));
            case "$lt" -> to(id);
            case "$lte" -> to(after(id));
            default -> throw ErrorCode.NOT_IMPLEMENTED.failure("the replay has no " + operator);
        }
    }

    /** The smallest ObjectId above; no document has another type of {@code _id}, so that those stay as they are. */
    private static BsonValue after(BsonValue id) {
        if (!id.isObjectId()) {
            return id;
        }
        byte[] bytes = id.asObjectId().getValue().toByteArray();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (++bytes[i] != 0) {
                return new BsonObjectId(new ObjectId(bytes));
            }
        }
        return new BsonMaxKey();
    }

    private int notBelow(BsonValue id) {
        if (id.isObjectId()) {
            return documents.notBelow(id.asObjectId().getValue());
        }
        return ValueOrder.rank(id) < ValueOrder.rank(new BsonObjectId()) ? 0 : documents.count();
    }
}
