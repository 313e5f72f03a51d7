package dev.millrace.sink.mongo.verify;

import dev.millrace.sink.mongo.verify.DocumentPair.Difference;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * How many documents differ, and in what way. Used by one thread at a time.
 *
 * <p>In a receipt it is a document with the fields `missing` (in the target), `extra` (only in the target), `different`,
 * `copied` and `deleted` (by a repair), `passing` (differed only while they were being changed).
 */
final class Tally {

    private long missing;
    private long extra;
    private long different;
    private long copied;
    private long deleted;
    private long passing;

    void differs(Difference difference) {
        differ(difference, 1);
    }

    void differ(Difference difference, long documents) {
        switch (difference) {
            case MISSING -> missing += documents;
            case EXTRA -> extra += documents;
            case DIFFERENT -> different += documents;
        }
    }

    void repaired(Difference difference) {
        if (difference == Difference.EXTRA) {
            deleted++;
        } else {
            copied++;
        }
    }

    void passed(long documents) {
        passing += documents;
    }

    long missing() {
        return missing;
    }

    long extra() {
        return extra;
    }

    long different() {
        return different;
    }

    long copied() {
        return copied;
    }

    long deleted() {
        return deleted;
    }

    long passing() {
        return passing;
    }

    /** Documents that differ now, of both sides. */
    long all() {
        return missing + extra + different;
    }

    BsonDocument toBson() {
        return new BsonDocument("missing", new BsonInt64(missing))
                .append("extra", new BsonInt64(extra))
                .append("different", new BsonInt64(different))
                .append("copied", new BsonInt64(copied))
                .append("deleted", new BsonInt64(deleted))
                .append("passing", new BsonInt64(passing));
    }

    /** Adds what a receipt says. */
    void add(BsonDocument form) {
        missing += form.getNumber("missing").longValue();
        extra += form.getNumber("extra").longValue();
        different += form.getNumber("different").longValue();
        copied += form.getNumber("copied").longValue();
        deleted += form.getNumber("deleted").longValue();
        passing += form.getNumber("passing").longValue();
    }
}
