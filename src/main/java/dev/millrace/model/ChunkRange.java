package dev.millrace.model;

import org.bson.BsonDocument;

/**
 * The part of a collection that one chunk covers, as its source wrote it down.
 *
 * @param bounds    opaque to everyone but the source that planned it; survives a trip through Extended JSON
 * @param documents expected number of documents, {@link CollectionInfo#UNKNOWN} where not known
 * @param bytes     expected size as BSON, {@link CollectionInfo#UNKNOWN} where not known
 */
public record ChunkRange(BsonDocument bounds, long documents, long bytes) {}
