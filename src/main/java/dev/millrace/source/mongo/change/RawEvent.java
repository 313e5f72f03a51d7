package dev.millrace.source.mongo.change;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.FieldNames;
import dev.millrace.bson.TypeByte;
import dev.millrace.model.ResumePoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one event, found in a single walk over its bytes. Reused for event after event; what it hands out lies
 * in the bytes of the event, except the resume point, which outlives it. Not thread-safe.
 */
final class RawEvent {

    private static final int TOKEN = 0;
    private static final int OPERATION = 1;
    private static final int CLUSTER_TIME = 2;
    private static final int WALL_TIME = 3;
    private static final int FULL_DOCUMENT = 4;
    private static final int NAMESPACE = 5;
    private static final int KEY = 6;
    private static final int DESCRIPTION = 7;
    private static final int BEFORE = 8;
    private static final int TO = 9;
    private static final int SESSION = 10;
    private static final int TRANSACTION = 11;

    /** In the order in which servers send them, so that the next name is mostly the expected one. */
    private static final FieldNames FIELDS = new FieldNames(List.of(
            "_id",
            "operationType",
            "clusterTime",
            "wallTime",
            "fullDocument",
            "ns",
            "documentKey",
            "updateDescription",
            "fullDocumentBeforeChange",
            "to",
            "lsid",
            "txnNumber"));

    private static final List<String> OPERATIONS =
            List.of("insert", "update", "replace", "delete", "drop", "rename", "dropDatabase", "invalidate");
    private static final FieldNames OPERATION_NAMES = new FieldNames(OPERATIONS);

    private final BsonCursor cursor = new BsonCursor();
    private final Names databases = new Names();
    private final Names collections = new Names();

    private @Nullable ResumePoint point;
    private String operation = "";
    private String database = "";
    private String collection = "";
    private String toDatabase = "";
    private String toCollection = "";
    private @Nullable BsonTimestamp clusterTime;
    private long wallTime = -1;
    private @Nullable RawBsonDocument key;
    private @Nullable RawBsonDocument document;
    private @Nullable RawBsonDocument before;
    private @Nullable RawBsonDocument description;
    private @Nullable Elements transaction;

    void walk(RawBsonDocument event) {
        clear();
        open(cursor, event);
        int expected = TOKEN;
        while (cursor.next()) {
            int field = FIELDS.find(expected, cursor);
            if (field != FieldNames.UNKNOWN) {
                take(field);
                expected = field + 1;
            }
        }
    }

    /** Starts a walk over a document of the driver without copying it. */
    static void open(BsonCursor cursor, RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        cursor.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private void clear() {
        point = null;
        operation = "";
        database = "";
        collection = "";
        toDatabase = "";
        toCollection = "";
        clusterTime = null;
        wallTime = -1;
        key = null;
        document = null;
        before = null;
        description = null;
        transaction = null;
    }

    private void take(int field) {
        switch (field) {
            case TOKEN -> point = isDocument() ? new ResumePoint(new RawBsonDocument(copy())) : null;
            case OPERATION -> operation = operation();
            case CLUSTER_TIME -> clusterTime = is(TypeByte.TIMESTAMP) ? new BsonTimestamp(cursor.int64()) : null;
            case WALL_TIME -> wallTime = is(TypeByte.DATE) ? cursor.int64() : -1;
            case FULL_DOCUMENT -> document = documentHere();
            case NAMESPACE -> takeNamespace(false);
            case KEY -> key = documentHere();
            case DESCRIPTION -> description = documentHere();
            case BEFORE -> before = documentHere();
            case TO -> takeNamespace(true);
            case SESSION, TRANSACTION -> {
                if (transaction == null) {
                    transaction = new Elements();
                }
                transaction.add(cursor);
            }
            default -> throw new IllegalStateException("field " + field);
        }
    }

    private boolean is(byte type) {
        return cursor.type() == type;
    }

    private boolean isDocument() {
        return is(TypeByte.DOCUMENT);
    }

    private byte[] copy() {
        return Arrays.copyOfRange(cursor.bytes(), cursor.valueOffset(), cursor.valueOffset() + cursor.valueLength());
    }

    private @Nullable RawBsonDocument documentHere() {
        return isDocument() ? new RawBsonDocument(cursor.bytes(), cursor.valueOffset(), cursor.valueLength()) : null;
    }

    private String operation() {
        if (!is(TypeByte.STRING)) {
            return "";
        }
        int number = OPERATION_NAMES.find(0, cursor.bytes(), cursor.textOffset(), cursor.textLength());
        return number == FieldNames.UNKNOWN
                ? new String(cursor.bytes(), cursor.textOffset(), cursor.textLength(), StandardCharsets.UTF_8)
                : OPERATIONS.get(number);
    }

    private void takeNamespace(boolean target) {
        if (!isDocument()) {
            return;
        }
        cursor.enter();
        while (cursor.next()) {
            if (!is(TypeByte.STRING)) {
                continue;
            }
            boolean isDatabase = cursor.nameLength() == 2 && cursor.bytes()[cursor.nameOffset()] == 'd';
            boolean isCollection = cursor.nameLength() == 4 && cursor.bytes()[cursor.nameOffset()] == 'c';
            if (isDatabase && target) {
                toDatabase = text(databases);
            } else if (isDatabase) {
                database = text(databases);
            } else if (isCollection && target) {
                toCollection = text(collections);
            } else if (isCollection) {
                collection = text(collections);
            }
        }
        cursor.leave();
    }

    private String text(Names names) {
        return names.of(cursor.bytes(), cursor.textOffset(), cursor.textLength());
    }

    /** Null where the event has no resume token. */
    @Nullable
    ResumePoint point() {
        return point;
    }

    /** Empty where the event does not say. */
    String operationName() {
        return operation;
    }

    String database() {
        return database;
    }

    String collection() {
        return collection;
    }

    /** Where a rename went; empty for all others. */
    String toDatabase() {
        return toDatabase;
    }

    String toCollection() {
        return toCollection;
    }

    @Nullable
    BsonTimestamp clusterTime() {
        return clusterTime;
    }

    long wallTime() {
        return wallTime;
    }

    @Nullable
    RawBsonDocument key() {
        return key;
    }

    @Nullable
    RawBsonDocument document() {
        return document;
    }

    @Nullable
    RawBsonDocument before() {
        return before;
    }

    @Nullable
    RawBsonDocument description() {
        return description;
    }

    @Nullable
    RawBsonDocument transaction() {
        return transaction == null ? null : transaction.document();
    }
}
