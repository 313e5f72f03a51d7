package dev.millrace.doubles.mongo;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** Turns entries of the history into events as a stream's options want them; fields in the order of the transcripts. */
final class ChangeEvents {
    private static final int FIRST_WITH_TRUNCATION = 13;
    private static final int FIRST_WITH_WALL_TIME = 17;
    private static final int DATE = 9;
    private static final int DOCUMENT = 3;
    private static final int NULL = 10;
    private static final int STRING = 2;
    private static final int TIMESTAMP = 17;

    private final ChangeOptions options;
    private final Catalog catalog;
    private final int wireVersion;

    ChangeEvents(ChangeOptions options, Catalog catalog, int wireVersion) {
        this.options = options;
        this.catalog = catalog;
        this.wireVersion = wireVersion;
    }

    byte[] event(ChangeEntry entry) {
        BasicOutputBuffer out = new BasicOutputBuffer(512);
        out.writeInt32(0);
        BsonDocument first = entry.transaction() == null ? new BsonDocument() : entry.transaction();
        out.writeBytes(RawBson.elements(RawBson.encode(first)));
        if (entry.renamedTo() != null) {
            int dot = entry.renamedTo().indexOf('.');
            namespace(
                    out,
                    "to",
                    entry.renamedTo().substring(0, dot),
                    entry.renamedTo().substring(dot + 1));
        }
        head(out, entry, entry.kind().operationType, false);
        @Nullable byte[] full = fullDocument(entry);
        if (full != null) {
            document(out, "fullDocument", full);
        } else if (tellsMissing(entry)) {
            out.writeByte(NULL);
            out.writeCString("fullDocument");
        }
        namespace(out, "ns", entry.database(), entry.collection());
        if (entry.id() != null) {
            document(out, "documentKey", RawBson.encode(new BsonDocument("_id", entry.id())));
        }
        if (entry.kind() == ChangeEntry.Kind.UPDATE) {
            boolean truncation = wireVersion >= FIRST_WITH_TRUNCATION;
            document(
                    out,
                    "updateDescription",
                    RawBson.encode(UpdateDescription.of(entry.before(), entry.after(), truncation)));
        }
        before(out, entry);
        return end(out);
    }

    byte[] invalidate(ChangeEntry cause) {
        BasicOutputBuffer out = new BasicOutputBuffer(256);
        out.writeInt32(0);
        head(out, cause, "invalidate", true);
        return end(out);
    }

    private void head(BasicOutputBuffer out, ChangeEntry entry, String operation, boolean invalidate) {
        document(out, "_id", RawBson.encode(ResumeToken.of(entry, invalidate, 0).document()));
        out.writeByte(STRING);
        out.writeCString("operationType");
        out.writeString(operation);
        timestamp(out, entry.time());
        if (wireVersion >= FIRST_WITH_WALL_TIME) {
            out.writeByte(DATE);
            out.writeCString("wallTime");
            out.writeInt64(entry.wallMillis());
        }
    }

    private byte @Nullable [] fullDocument(ChangeEntry entry) {
        return switch (entry.kind()) {
            case INSERT, REPLACE -> entry.after();
            case UPDATE ->
                switch (options.fullDocument()) {
                    case "updateLookup" -> lookup(entry);
                    case "whenAvailable" -> entry.images() ? entry.after() : null;
                    case "required" -> required(entry, entry.after(), "post-image");
                    default -> null;
                };
            case DELETE, DROP, RENAME, DROP_DATABASE -> null;
        };
    }

    private byte @Nullable [] lookup(ChangeEntry entry) {
        StoredCollection collection = catalog.find(entry.namespace());
        if (collection == null || !collection.uuid.equals(entry.uuid())) {
            return null;
        }
        List<StoredDocument> found = collection.byId(IdRange.of(entry.id()), false, document -> true, 1);
        return found.isEmpty() ? null : found.getFirst().bytes();
    }

    private boolean tellsMissing(ChangeEntry entry) {
        return entry.kind() == ChangeEntry.Kind.UPDATE
                && (options.fullDocument().equals("updateLookup")
                        || options.fullDocument().equals("whenAvailable"));
    }

    private void before(BasicOutputBuffer out, ChangeEntry entry) {
        boolean has =
                switch (entry.kind()) {
                    case UPDATE, REPLACE, DELETE -> true;
                    case INSERT, DROP, RENAME, DROP_DATABASE -> false;
                };
        if (!has || options.beforeChange().equals("off")) {
            return;
        }
        byte[] image = options.beforeChange().equals("required")
                ? required(entry, entry.before(), "pre-image")
                : entry.images() ? entry.before() : null;
        if (image != null) {
            document(out, "fullDocumentBeforeChange", image);
        } else {
            out.writeByte(NULL);
            out.writeCString("fullDocumentBeforeChange");
        }
    }

    private static byte @Nullable [] required(ChangeEntry entry, byte @Nullable [] image, String what) {
        if (!entry.images()) {
            throw new CommandFailure(
                    47,
                    "NoMatchingDocument",
                    "Change stream was configured to require a " + what + " for all update, delete and replace"
                            + " events, but the " + what + " was not found for event: "
                            + ResumeToken.of(entry, false, 0).document().toJson(),
                    new BsonDocument(),
                    List.of("NonResumableChangeStreamError"));
        }
        return image;
    }

    private static void namespace(BasicOutputBuffer out, String field, String database, String collection) {
        out.writeByte(DOCUMENT);
        out.writeCString(field);
        int start = out.getPosition();
        out.writeInt32(0);
        out.writeByte(STRING);
        out.writeCString("db");
        out.writeString(database);
        if (!collection.isEmpty()) {
            out.writeByte(STRING);
            out.writeCString("coll");
            out.writeString(collection);
        }
        out.writeByte(0);
        out.writeInt32(start, out.getPosition() - start);
    }

    private static void timestamp(BasicOutputBuffer out, BsonTimestamp time) {
        out.writeByte(TIMESTAMP);
        out.writeCString("clusterTime");
        out.writeInt64(time.getValue());
    }

    private static void document(BasicOutputBuffer out, String field, byte[] bytes) {
        out.writeByte(DOCUMENT);
        out.writeCString(field);
        out.writeBytes(bytes);
    }

    private static byte[] end(BasicOutputBuffer out) {
        out.writeByte(0);
        out.writeInt32(0, out.getPosition());
        return out.toByteArray();
    }

    /** The token that an event carries; null where the stream's stages have removed or changed it. */
    static boolean keepsToken(byte[] event, BsonDocument token) {
        @Nullable BsonValue id = RawBson.view(event).get("_id");
        return id != null && !id.equals(BsonNull.VALUE) && id.equals(token);
    }
}
