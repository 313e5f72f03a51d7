package dev.millrace.sink.object.gcs;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.StorageClass;
import com.google.cloud.storage.StorageException;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One prefix of one bucket, as the writers see it. Names are relative to the prefix. */
record Bucket(Storage storage, GcsLocation location, GcsOptions options) {

    /** What an object is to be, with the metadata that all objects have. */
    BlobInfo info(String name, ObjectAttributes attributes, Map<String, String> facts) {
        Map<String, String> metadata = new HashMap<>(options.metadata());
        metadata.putAll(attributes.metadata());
        metadata.putAll(facts);
        BlobInfo.Builder info = BlobInfo.newBuilder(id(name))
                .setContentType(attributes.contentType())
                .setMetadata(metadata);
        if (options.storageClass() != null) {
            info.setStorageClass(StorageClass.valueOf(options.storageClass()));
        }
        return info.build();
    }

    /** Uploads a whole object in one request where its present generation is this one, 0 for none. */
    StoredObject create(BlobInfo info, byte[] content, int length, long generation) {
        List<BlobTargetOption> with = new ArrayList<>();
        with.add(BlobTargetOption.generationMatch(generation));
        with.addAll(targetOptions());
        return stored(storage.create(info, content, 0, length, with.toArray(BlobTargetOption[]::new)));
    }

    /** Uploads a whole object in one request, whatever is there. */
    StoredObject replace(BlobInfo info, byte[] content) {
        return stored(storage.create(info, content, targetOptions().toArray(BlobTargetOption[]::new)));
    }

    /** Begins a resumable upload that only counts where the object's generation is this one, 0 for none. */
    WriteChannel upload(BlobInfo info, long generation) {
        List<BlobWriteOption> with = new ArrayList<>();
        with.add(BlobWriteOption.generationMatch(generation));
        if (options.kmsKey() != null) {
            with.add(BlobWriteOption.kmsKeyName(options.kmsKey()));
        }
        return storage.writer(info, with.toArray(BlobWriteOption[]::new));
    }

    Optional<StoredObject> stat(String name) {
        try {
            return Optional.ofNullable(storage.get(id(name))).map(this::stored);
        } catch (StorageException e) {
            throw failure("look at", name, e);
        }
    }

    /** Adds to the metadata of exactly this object. */
    StoredObject describe(StoredObject object, Map<String, String> facts) {
        Map<String, String> metadata = new HashMap<>(object.metadata());
        metadata.putAll(facts);
        BlobInfo info =
                BlobInfo.newBuilder(id(object.name())).setMetadata(metadata).build();
        try {
            return stored(storage.update(info, BlobTargetOption.generationMatch(object.generation())));
        } catch (StorageException e) {
            throw failure("describe", object.name(), e);
        }
    }

    BlobId id(String name) {
        return BlobId.of(location.bucket(), location.nameOf(name));
    }

    StoredObject stored(BlobInfo blob) {
        Map<String, String> metadata = new HashMap<>();
        if (blob.getMetadata() != null) {
            blob.getMetadata().forEach((key, value) -> {
                if (value != null) {
                    metadata.put(key, value);
                }
            });
        }
        Long size = blob.getSize();
        Long generation = blob.getGeneration();
        return new StoredObject(
                blob.getName().substring(location.prefix().length()),
                size == null ? 0 : size,
                blob.getCrc32c(),
                generation == null ? 0 : generation,
                metadata);
    }

    StoredObject stored(Blob blob) {
        return stored((BlobInfo) blob);
    }

    MillraceException failure(String doing, String name, Exception e) {
        return GcsFailure.of(doing, location.uriOf(name), location, e);
    }

    private List<BlobTargetOption> targetOptions() {
        // The client would compress on the way what is compressed already.
        return options.kmsKey() == null
                ? List.of(BlobTargetOption.disableGzipContent())
                : List.of(BlobTargetOption.disableGzipContent(), BlobTargetOption.kmsKeyName(options.kmsKey()));
    }
}
