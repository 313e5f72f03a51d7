package dev.millrace.doubles.gcs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Buckets and objects in memory, with generations and their preconditions. */
final class HeldBuckets {

    private final Map<String, ConcurrentSkipListMap<String, HeldObject>> buckets = new ConcurrentHashMap<>();
    private final AtomicLong generations = new AtomicLong(1_700_000_000_000_000L);

    void create(String bucket) {
        buckets.putIfAbsent(bucket, new ConcurrentSkipListMap<>());
    }

    Collection<HeldObject> objects(String bucket) {
        return List.copyOf(bucket(bucket).values());
    }

    ConcurrentSkipListMap<String, HeldObject> bucket(String bucket) {
        ConcurrentSkipListMap<String, HeldObject> objects = buckets.get(bucket);
        if (objects == null) {
            throw new Rejected(404, "The specified bucket does not exist.");
        }
        return objects;
    }

    HeldObject get(String bucket, String name) {
        HeldObject object = bucket(bucket).get(name);
        if (object == null) {
            throw new Rejected(404, "No such object: " + bucket + "/" + name);
        }
        return object;
    }

    /** Fails with 412 where the object's generation, 0 for none, is not what the request wants it to be. */
    void check(String bucket, String name, Query query) {
        HeldObject there = bucket(bucket).get(name);
        if (query.has("ifGenerationMatch")
                && Long.parseLong(query.get("ifGenerationMatch")) != (there == null ? 0 : there.generation())) {
            throw new Rejected(412, "At least one of the pre-conditions you specified did not hold.");
        }
    }

    synchronized HeldObject put(String bucket, String name, byte[] content, BsonDocument resource, Query query) {
        check(bucket, name, query);
        HeldObject object = new HeldObject(
                bucket,
                name,
                content,
                resource.getDocument("metadata", new BsonDocument()).clone(),
                generations.incrementAndGet(),
                1,
                resource.getString("contentType", new BsonString("application/octet-stream"))
                        .getValue(),
                resource.getString("storageClass", new BsonString("STANDARD")).getValue(),
                query.has("kmsKeyName") ? query.get("kmsKeyName") : query.get("destinationKmsKeyName"));
        bucket(bucket).put(name, object);
        return object;
    }

    synchronized HeldObject update(String bucket, String name, BsonDocument patch, Query query) {
        check(bucket, name, query);
        HeldObject old = get(bucket, name);
        BsonDocument metadata = old.metadata().clone();
        metadata.putAll(patch.getDocument("metadata", new BsonDocument()));
        HeldObject updated = new HeldObject(
                bucket,
                name,
                old.content(),
                metadata,
                old.generation(),
                old.metageneration() + 1,
                old.contentType(),
                old.storageClass(),
                old.kmsKey());
        bucket(bucket).put(name, updated);
        return updated;
    }

    synchronized void delete(String bucket, String name, Query query) {
        get(bucket, name);
        check(bucket, name, query);
        bucket(bucket).remove(name);
    }

    /** Flips a bit of what is kept. */
    synchronized HeldObject damage(HeldObject object) {
        byte[] content = object.content().clone();
        content[content.length / 2] ^= 1;
        HeldObject damaged = new HeldObject(
                object.bucket(),
                object.name(),
                content,
                object.metadata(),
                object.generation(),
                object.metageneration(),
                object.contentType(),
                object.storageClass(),
                object.kmsKey());
        bucket(object.bucket()).put(object.name(), damaged);
        return damaged;
    }

    Map<String, HeldObject> list(String bucket, String prefix) {
        Map<String, HeldObject> matching = new TreeMap<>();
        bucket(bucket).tailMap(prefix).forEach((name, object) -> {
            if (name.startsWith(prefix)) {
                matching.put(name, object);
            }
        });
        return matching;
    }
}
