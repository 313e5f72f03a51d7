package dev.millrace.model;

import org.bson.BsonDocument;

/**
 * What a source knows of one collection before it reads it.
 *
 * @param documents number of documents, an estimate; {@link #UNKNOWN} where the source cannot say
 * @param bytes     size of all documents as BSON, an estimate; {@link #UNKNOWN} where the source cannot say
 * @param metadata  options, indexes, uuid and type, in the layout of mongodump's `metadata.json`
 */
public record CollectionInfo(
        Namespace namespace, CollectionKind kind, long documents, long bytes, BsonDocument metadata) {

    public static final long UNKNOWN = -1;

    /** Average size of a document in bytes, or `otherwise` where it is not known. */
    public long averageBytes(long otherwise) {
        return documents > 0 && bytes > 0 ? Math.max(1, bytes / documents) : otherwise;
    }
}
