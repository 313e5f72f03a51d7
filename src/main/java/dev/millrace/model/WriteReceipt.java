package dev.millrace.model;

import org.bson.BsonDocument;

/**
 * What a sink says of a chunk that it has committed. `written + rejected` is the number of documents it was given.
 *
 * @param written     documents that are now in the target
 * @param rejected    documents that went to the reject file instead
 * @param sourceBytes size of the documents as BSON
 * @param targetBytes size of what was written
 * @param detail      what the sink itself wants to remember: an object's name and checksum, a row count; written to
 *                    the run store and given back to {@code Sink.finish}
 */
public record WriteReceipt(long written, long rejected, long sourceBytes, long targetBytes, BsonDocument detail) {}
