package dev.millrace.sink.object.gcs;

import com.google.cloud.storage.StorageException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object from memory: a small one in one request, else by a resumable upload. Either
 * way the service compares the bytes with their CRC32C before the object appears, and its answer is compared with ours.
 */
final class GcsObjectWriter implements ObjectWriter {

    /** What is sent in one request, and held until the upload of something larger begins. */
    static final int SMALL = 1 << 20;

    /** How often the object may turn out to be there, or not, against expectation. */
    private static final int TRIES = 4;

    private final Bucket bucket;
    private final String name;
    private final ObjectAttributes attributes;
    private final Checksum sum = Crc32c.running();
    private byte[] head = new byte[64 * 1024];
    private long size;
    private @Nullable GcsUpload upload;

    GcsObjectWriter(Bucket bucket, String name, ObjectAttributes attributes) {
        this.bucket = bucket;
        this.name = name;
        this.attributes = attributes;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        sum.update(source, offset, length);
        GcsUpload running = upload;
        if (running == null && size + length <= SMALL) {
            int filled = (int) size;
            if (filled + length > head.length) {
                head = Arrays.copyOf(head, capacityFor(filled + length));
            }
            System.arraycopy(source, offset, head, filled, length);
        } else {
            if (running == null) {
                running = begin();
            }
            running.write(source, offset, length);
        }
        size += length;
    }

    @Override
    public StoredObject commit(Map<String, String> facts) {
        StoredObject stored = upload == null ? createWhole(facts) : finish(upload);
        if (!stored.matches(written())) {
            // It does not count, for no receipt names it; the next attempt replaces it.
            throw new MillraceException(
                    FailureKind.TRANSIENT,
                    "what arrived at " + bucket.location().uriOf(name) + " is not what was sent: " + stored.size()
                            + " bytes with CRC32C " + stored.crc32c() + ", not " + size + " with "
                            + written().crc32c(),
                    "run the same command again");
        }
        boolean described = stored.metadata().entrySet().containsAll(facts.entrySet());
        return described ? stored : bucket.describe(stored, facts);
    }

    @Override
    public void close() {
        // Objects come to be by commit alone. An upload that is left alone ends within a week.
        head = new byte[0];
        upload = null;
    }

    private GcsUpload begin() {
        long generation = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                GcsUpload begun = GcsUpload.begin(bucket, name, attributes, generation);
                begun.write(head, 0, (int) size);
                head = new byte[0];
                upload = begun;
                return begun;
            } catch (GcsUpload.Refused e) {
                if (attempt == TRIES) {
                    throw bucket.failure("write", name, e);
                }
                // What an earlier attempt at the chunk left is replaced: exactly that, and nothing newer.
                generation = bucket.stat(name).map(StoredObject::generation).orElse(0L);
            }
        }
    }

    private StoredObject finish(GcsUpload running) {
        try {
            running.finish();
        } catch (GcsUpload.Refused e) {
            return bucket.stat(name).filter(this::isOurs).orElseThrow(() -> bucket.failure("write", name, e));
        }
        return bucket.stat(name)
                .orElseThrow(() -> new MillraceException(
                        FailureKind.TRANSIENT,
                        bucket.location().uriOf(name) + " was removed as soon as it was written",
                        "stop what removes objects there, then run the same command again"));
    }

    private StoredObject createWhole(Map<String, String> facts) {
        long generation = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return bucket.create(bucket.info(name, attributes, facts), head, (int) size, generation);
            } catch (StorageException e) {
                if (e.getCode() != GcsFailure.PRECONDITION || attempt == TRIES) {
                    throw bucket.failure("write", name, e);
                }
                Optional<StoredObject> there = bucket.stat(name);
                if (there.filter(this::isOurs).isPresent()) {
                    return there.get();
                }
                generation = there.map(StoredObject::generation).orElse(0L);
            }
        }
    }

    /** Whether the object is what this writer would write: its own, of which only the answer was lost, or a twin's. */
    private boolean isOurs(StoredObject there) {
        return there.matches(written())
                && there.metadata().entrySet().containsAll(attributes.metadata().entrySet());
    }

    private StoredObject written() {
        return new StoredObject(name, size, Crc32c.base64(sum.getValue()), 0, Map.of());
    }

    private int capacityFor(int needed) {
        return Math.min(SMALL, Math.max(needed, head.length * 2));
    }
}
