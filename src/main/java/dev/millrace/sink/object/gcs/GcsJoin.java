package dev.millrace.sink.object.gcs;

import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Appends parts to one object by the service's compose operation, which takes up to 32 objects at a time and copies
 * nothing. The joined object tells in its metadata how many parts it holds, and its size and CRC32C tell whether that is
 * true: that is where a second call goes on. Parts are removed when all of them are in it.
 */
final class GcsJoin {

    /** cloud.google.com/storage/docs/composite-objects */
    private static final int MOST_SOURCES = 32;

    private static final int TRIES = 4;
    private static final String PARTS = "millrace-parts";

    private final Bucket bucket;
    private final List<StoredObject> parts;
    private final String name;
    private final ObjectAttributes attributes;

    GcsJoin(Bucket bucket, List<StoredObject> parts, String name, ObjectAttributes attributes) {
        this.bucket = bucket;
        this.parts = parts;
        this.name = name;
        this.attributes = attributes;
    }

    StoredObject run() {
        int failures = 0;
        Optional<StoredObject> whole = bucket.stat(name);
        int done = whole.map(this::partsIn).orElse(0);
        while (done < parts.size()) {
            try {
                StoredObject grown = append(whole, done);
                done = partsIn(grown);
                if (done == 0) {
                    checkParts(0);
                    throw damaged();
                }
                whole = Optional.of(grown);
            } catch (StorageException e) {
                if (++failures == TRIES || (e.getCode() != 404 && e.getCode() != GcsFailure.PRECONDITION)) {
                    throw bucket.failure("join parts into", name, e);
                }
                checkParts(done);
                // The parts are there, so it is the joined object that is not as expected: an answer was lost.
                whole = bucket.stat(name);
                done = whole.map(this::partsIn).orElse(0);
            }
        }
        StoredObject encrypted = encrypted(whole.orElseThrow());
        parts.forEach(this::remove);
        return encrypted;
    }

    private void remove(StoredObject part) {
        try {
            bucket.storage().delete(bucket.id(part.name()));
        } catch (StorageException e) {
            throw bucket.failure("remove", part.name(), e);
        }
    }

    private StoredObject append(Optional<StoredObject> whole, int done) {
        int upTo = Math.min(parts.size(), done + MOST_SOURCES - (done == 0 ? 0 : 1));
        BlobInfo target = bucket.info(name, attributes, Map.of(PARTS, Integer.toString(upTo)));
        Storage.ComposeRequest.Builder request = Storage.ComposeRequest.newBuilder()
                .setTarget(target)
                .setTargetOptions(BlobTargetOption.generationMatch(
                        whole.map(StoredObject::generation).orElse(0L)));
        if (done > 0) {
            request.addSource(bucket.location().nameOf(name));
        }
        parts.subList(done, upTo)
                .forEach(part -> request.addSource(bucket.location().nameOf(part.name())));
        return bucket.stored(bucket.storage().compose(request.build()));
    }

    /** How many of the parts the object holds, from the first on; 0 where it is not this join's. */
    private int partsIn(StoredObject whole) {
        String count = whole.metadata().getOrDefault(PARTS, "0");
        int parts = count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
        boolean ours = parts <= this.parts.size() && whole.mayBelongTo(attributes.runId());
        return ours && whole.matches(joined(parts)) ? parts : 0;
    }

    private StoredObject joined(int count) {
        int sum = 0;
        long size = 0;
        for (StoredObject part : parts.subList(0, count)) {
            sum = Crc32c.combine(sum, Crc32c.parse(Objects.requireNonNull(part.crc32c())), part.size());
            size += part.size();
        }
        return new StoredObject(name, size, Crc32c.base64(sum), 0, Map.of());
    }

    private void checkParts(int from) {
        for (StoredObject part : parts.subList(from, parts.size())) {
            Optional<StoredObject> there = bucket.stat(part.name());
            if (there.filter(part::matches).isEmpty()) {
                throw new MillraceException(
                        FailureKind.CONFLICT,
                        bucket.location().uriOf(part.name()) + (there.isEmpty() ? " is gone" : " was replaced"),
                        "something else writes or deletes there; stop it and start the run over with --restart");
            }
        }
    }

    /** Compose takes no key of its own: where one is asked for, the joined object is written once more with it. */
    private StoredObject encrypted(StoredObject whole) {
        String key = bucket.options().kmsKey();
        if (key == null) {
            return whole;
        }
        BlobInfo target = bucket.info(name, attributes, Map.of(PARTS, Integer.toString(parts.size())));
        try {
            return bucket.stored(bucket.storage()
                    .copy(Storage.CopyRequest.newBuilder()
                            .setSource(bucket.id(name))
                            .setTarget(
                                    target,
                                    BlobTargetOption.kmsKeyName(key),
                                    BlobTargetOption.generationMatch(whole.generation()))
                            .build())
                    .getResult());
        } catch (StorageException e) {
            throw bucket.failure("encrypt", name, e);
        }
    }

    private MillraceException damaged() {
        return new MillraceException(
                FailureKind.TRANSIENT,
                bucket.location().uriOf(name) + " was not joined as it should",
                "run the same command again");
    }
}
