package dev.millrace.doubles.mongo;

import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One change as the oplog keeps it.
 *
 * @param sequence    its place among all changes that were ever recorded
 * @param time        when the cluster ordered it; the changes of a transaction share it
 * @param index       its place in its transaction, else 0
 * @param wallMillis  the server's clock
 * @param uuid        of the collection; null where a whole database was dropped
 * @param id          of the document that changed
 * @param images      the collection keeps what documents were before and after
 * @param renamedTo   the new namespace of a rename
 * @param transaction {@code txnNumber} and {@code lsid}
 */
record ChangeEntry(
        long sequence,
        BsonTimestamp time,
        int index,
        long wallMillis,
        Kind kind,
        String database,
        String collection,
        @Nullable UUID uuid,
        @Nullable BsonValue id,
        byte @Nullable [] before,
        byte @Nullable [] after,
        boolean images,
        @Nullable String renamedTo,
        @Nullable BsonDocument transaction) {
    enum Kind {
        INSERT("insert"),
        UPDATE("update"),
        REPLACE("replace"),
        DELETE("delete"),
        DROP("drop"),
        RENAME("rename"),
        DROP_DATABASE("dropDatabase");

        final String operationType;

        Kind(String operationType) {
            this.operationType = operationType;
        }
    }

    static ChangeEntry ofDocument(
            Kind kind, StoredCollection collection, BsonValue id, byte @Nullable [] before, byte @Nullable [] after) {
        return new ChangeEntry(
                0,
                new BsonTimestamp(),
                0,
                0,
                kind,
                collection.database,
                collection.name,
                collection.uuid,
                id,
                before,
                after,
                collection.keepsImages(),
                null,
                null);
    }

    static ChangeEntry ofNamespace(
            Kind kind, String database, String collection, @Nullable UUID uuid, @Nullable String renamedTo) {
        return new ChangeEntry(
                0,
                new BsonTimestamp(),
                0,
                0,
                kind,
                database,
                collection,
                uuid,
                null,
                null,
                null,
                false,
                renamedTo,
                null);
    }

    ChangeEntry placed(
            long atSequence, BsonTimestamp atTime, int atIndex, long atWall, @Nullable BsonDocument ofTransaction) {
        return new ChangeEntry(
                atSequence,
                atTime,
                atIndex,
                atWall,
                kind,
                database,
                collection,
                uuid,
                id,
                before,
                after,
                images,
                renamedTo,
                ofTransaction);
    }

    String namespace() {
        return database + "." + collection;
    }

    /** Bytes of documents that it holds on to. */
    long weight() {
        return 200L + (before == null ? 0 : before.length) + (after == null ? 0 : after.length);
    }
}
