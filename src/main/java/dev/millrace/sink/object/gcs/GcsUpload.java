package dev.millrace.sink.object.gcs;

import com.google.cloud.WriteChannel;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One resumable upload. The library sends pieces again, finds out how far the service got, and gives the service the
 * CRC32C of all bytes with the last one. (Its newer BlobWriteSession does not send pieces again over HTTP.)
 */
final class GcsUpload {

    private final Bucket bucket;
    private final String name;
    private final WriteChannel channel;

    private GcsUpload(Bucket bucket, String name, WriteChannel channel) {
        this.bucket = bucket;
        this.name = name;
        this.channel = channel;
        channel.setChunkSize(bucket.options().uploadChunk());
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
        try {
            WriteChannel channel = bucket.upload(bucket.info(name, attributes, Map.of()), generation);
            return new GcsUpload(bucket, name, channel);
        } catch (RuntimeException e) {
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
    void finish() throws Refused {
        try {
            channel.close();
        } catch (IOException | RuntimeException e) {
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
