package dev.millrace.sink.object.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BlobWriteSession;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** One resumable upload. The library sends pieces again, and finds out how far the service got, as long as it is alive. */
final class GcsUpload {

    private final Bucket bucket;
    private final String name;
    private final BlobWriteSession session;
    private final WritableByteChannel channel;

    private GcsUpload(Bucket bucket, String name, BlobWriteSession session, WritableByteChannel channel) {
        this.bucket = bucket;
        this.name = name;
        this.session = session;
        this.channel = channel;
    }

    /** The object there is not of the generation that was expected. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(Exception cause) {
            super(cause);
        }
    }

    /** @param generation of the object that is replaced, 0 for none */
    static GcsUpload begin(Bucket bucket, String name, ObjectAttributes attributes, long generation) throws Refused {
        BlobWriteSession session = bucket.session(bucket.info(name, attributes, Map.of()), generation);
        try {
            return new GcsUpload(bucket, name, session, session.open());
        } catch (IOException | RuntimeException e) {
            if (GcsFailure.code(e) == GcsFailure.PRECONDITION) {
                throw new Refused(e);
            }
            throw bucket.failure("write", name, e);
        }
    }

    void write(byte[] source, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(source, offset, length);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    /** Ends the upload; the object is there when this returns. */
    StoredObject finish() throws Refused {
        try {
            channel.close();
            BlobInfo blob = session.getResult().get();
            return bucket.stored(blob);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("the upload of " + name);
        } catch (IOException | RuntimeException | ExecutionException e) {
            if (GcsFailure.code(e) == GcsFailure.PRECONDITION) {
                throw new Refused(e);
            }
            throw broken(e);
        }
    }

    private MillraceException broken(Exception e) {
        return GcsFailure.ofUpload(bucket.location().uriOf(name), bucket.location(), e);
    }
}
