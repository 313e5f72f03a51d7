package dev.millrace.sink.object;

import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk became, as it stands in the receipt's detail.
 *
 * @param rows    documents in the object
 * @param values  what became of values that could not be written as they were
 * @param firstId `_id` of the first document the chunk was given, in the source's order; null where it had none
 * @param lastId  the same of the last
 * @param rejects the object with the chunk's rejected documents; null where none was rejected
 */
record ObjectReceipt(
        StoredObject object,
        long rows,
        ValueCounts values,
        @Nullable BsonValue firstId,
        @Nullable BsonValue lastId,
        @Nullable StoredObject rejects) {

    BsonDocument toBson() {
        BsonDocument detail = describe(object)
                .append("rows", new BsonInt64(rows))
                .append("widened", new BsonInt64(values.widened()))
                .append("rest", new BsonInt64(values.rest()));
        if (firstId != null && lastId != null) {
            detail.append("firstId", firstId).append("lastId", lastId);
        }
        if (rejects != null) {
            detail.append("rejects", describe(rejects));
        }
        return detail;
    }

    static ObjectReceipt fromBson(BsonDocument detail) {
        return new ObjectReceipt(
                object(detail),
                detail.getNumber("rows").longValue(),
                new ValueCounts(
                        detail.getNumber("widened").longValue(),
                        detail.getNumber("rest").longValue()),
                detail.get("firstId"),
                detail.get("lastId"),
                Optional.ofNullable(detail.get("rejects"))
                        .map(rejects -> object(rejects.asDocument()))
                        .orElse(null));
    }

    /** An object's name, size and checksum, with its generation where there are generations. */
    static BsonDocument describe(StoredObject object) {
        BsonDocument description =
                new BsonDocument("object", new BsonString(object.name())).append("bytes", new BsonInt64(object.size()));
        if (object.crc32c() != null) {
            description.append("crc32c", new BsonString(object.crc32c()));
        }
        if (object.generation() != 0) {
            description.append("generation", new BsonInt64(object.generation()));
        }
        return description;
    }

    private static StoredObject object(BsonDocument description) {
        return new StoredObject(
                description.getString("object").getValue(),
                description.getNumber("bytes").longValue(),
                description.containsKey("crc32c")
                        ? description.getString("crc32c").getValue()
                        : null,
                description.containsKey("generation")
                        ? description.getNumber("generation").longValue()
                        : 0,
                Map.of());
    }
}
