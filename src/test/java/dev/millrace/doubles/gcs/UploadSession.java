package dev.millrace.doubles.gcs;

import java.io.ByteArrayOutputStream;
import org.bson.BsonDocument;

/** A resumable upload: what has arrived of an object that is not there yet. */
final class UploadSession {

    /** Pieces that are not the last are kept in multiples of this only. */
    static final int QUANTUM = 256 * 1024;

    private final String bucket;
    private final BsonDocument resource;
    private final Query query;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private HeldObject ended;

    UploadSession(String bucket, BsonDocument resource, Query query) {
        this.bucket = bucket;
        this.resource = resource;
        this.query = query;
    }

    String bucket() {
        return bucket;
    }

    String name() {
        return query.has("name")
                ? query.get("name")
                : resource.getString("name").getValue();
    }

    BsonDocument resource() {
        return resource;
    }

    Query query() {
        return query;
    }

    int size() {
        return content.size();
    }

    byte[] content() {
        return content.toByteArray();
    }

    /** Keeps what of the bytes is new; a client may send again what has arrived. */
    void take(long from, byte[] bytes, int count) {
        if (from > content.size()) {
            throw new Rejected(503, "Invalid request. The Content-Range is ahead of what has arrived");
        }
        int known = (int) (content.size() - from);
        if (count > known) {
            content.write(bytes, known, count - known);
        }
    }

    HeldObject ended() {
        return ended;
    }

    void end(HeldObject object) {
        ended = object;
    }
}
