package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Map;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One message of a client.
 *
 * @param legacyQuery it came as OP_QUERY (the first hello of every driver), so the answer must be an OP_REPLY
 * @param expectsReply false for unacknowledged writes ({@code moreToCome})
 * @param compression how it came, and so how it is answered; null where it came plain
 * @param sequences the kind 1 sections: identifier to raw documents
 */
record Request(
        int id,
        boolean legacyQuery,
        boolean expectsReply,
        @Nullable WireCompression compression,
        String database,
        RawBsonDocument body,
        Map<String, List<byte[]>> sequences) {}
