package dev.millrace.sink.object.gcs;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Objects in Google Cloud Storage, by its JSON API. No temporary file, and no object before its last byte was checked.
 * Needs storage.objects.create, get, list, update and delete: roles/storage.objectUser.
 */
public final class GcsObjectStore implements ObjectStore {

    private static final long PAGE = 1000;

    private final Bucket bucket;

    private GcsObjectStore(Bucket bucket) {
        this.bucket = bucket;
    }

    /** Makes the client; the first request is sent when something is asked of the store. */
    public static GcsObjectStore connect(GcsLocation location, GcsOptions options) {
        return new GcsObjectStore(new Bucket(GcsClient.connect(options), location, options));
    }

    @Override
    public String description() {
        String uri = bucket.location().toString();
        return uri.substring(0, uri.length() - 1);
    }

    @Override
    public long bytesPerWriter() {
        return (long) GcsObjectWriter.SMALL + bucket.options().uploadChunk();
    }

    @Override
    public ObjectWriter create(String name, ObjectAttributes attributes) {
        return new GcsObjectWriter(bucket, name, attributes);
    }

    @Override
    public StoredObject put(String name, byte[] content, ObjectAttributes attributes) {
        try {
            return bucket.replace(bucket.info(name, attributes, Map.of()), content);
        } catch (StorageException e) {
            throw bucket.failure("write", name, e);
        }
    }

    @Override
    public Optional<InputStream> read(String name) {
        try {
            return Optional.ofNullable(bucket.storage().get(bucket.id(name)))
                    .map(blob -> Channels.newInputStream(bucket.storage().reader(blob.getBlobId())));
        } catch (StorageException e) {
            throw bucket.failure("read", name, e);
        }
    }

    @Override
    public Optional<StoredObject> stat(String name) {
        return bucket.stat(name);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        try {
            Iterable<Blob> blobs = bucket.storage()
                    .list(
                            bucket.location().bucket(),
                            BlobListOption.prefix(bucket.location().nameOf(prefix)),
                            BlobListOption.pageSize(PAGE),
                            BlobListOption.fields(
                                    BlobField.NAME,
                                    BlobField.SIZE,
                                    BlobField.CRC32C,
                                    BlobField.GENERATION,
                                    BlobField.METADATA))
                    .iterateAll();
            blobs.forEach(blob -> each.accept(bucket.stored(blob)));
        } catch (StorageException e) {
            throw bucket.failure("list", prefix, e);
        }
    }

    @Override
    public void delete(StoredObject object) {
        try {
            bucket.storage().delete(bucket.id(object.name()), BlobSourceOption.generationMatch(object.generation()));
        } catch (StorageException e) {
            if (e.getCode() != GcsFailure.PRECONDITION) {
                throw bucket.failure("remove", object.name(), e);
            }
        }
    }

    @Override
    public StoredObject join(List<StoredObject> parts, String name, ObjectAttributes attributes) {
        return new GcsJoin(bucket, parts, name, attributes).run();
    }

    @Override
    public void removeLeftovers(String runId) {
        // An upload that was not ended is no object.
    }

    @Override
    public void checkWritable() {
        String probe = ".millrace-probe-" + ProcessHandle.current().pid();
        StoredObject stored = put(probe, new byte[] {1}, ObjectAttributes.ofRun("probe", "text/plain"));
        list(probe, object -> {});
        StoredObject described = bucket.describe(stored, Map.of("millrace-probe", "described"));
        delete(described);
        if (stat(probe).isPresent()) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    bucket.location().uriOf(probe) + " is still there after it was removed",
                    "let only one doctor at a time look at " + bucket.location());
        }
    }

    @Override
    public void close() {
        try {
            bucket.storage().close();
        } catch (Exception e) {
            throw bucket.failure("disconnect from", "", e);
        }
    }
}
