package dev.millrace.doubles.gcs;

import dev.millrace.sink.object.Crc32c;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** An object in the double's memory. */
public record HeldObject(
        String bucket,
        String name,
        byte[] content,
        BsonDocument metadata,
        long generation,
        long metageneration,
        String contentType,
        String storageClass,
        String kmsKey) {

    /** The object's resource in the JSON API: 64-bit numbers are strings. */
    BsonDocument resource() {
        BsonDocument resource = new BsonDocument("kind", new BsonString("storage#object"))
                .append("bucket", new BsonString(bucket))
                .append("name", new BsonString(name))
                .append("size", text(content.length))
                .append("generation", text(generation))
                .append("metageneration", text(metageneration))
                .append("contentType", new BsonString(contentType))
                .append("storageClass", new BsonString(storageClass))
                .append("crc32c", new BsonString(sum(content)))
                .append("md5Hash", new BsonString(md5(content)))
                .append("temporaryHold", BsonBoolean.FALSE)
                .append("metadata", metadata);
        if (!kmsKey.isEmpty()) {
            resource.append("kmsKeyName", new BsonString(kmsKey + "/cryptoKeyVersions/1"));
        }
        return resource;
    }

    static String sum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content);
        return Crc32c.base64(sum.getValue());
    }

    private static BsonString text(long number) {
        return new BsonString(Long.toString(number));
    }

    private static String md5(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
