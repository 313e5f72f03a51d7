package dev.millrace.sink.mongo;

import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * What a server takes. Source: the reply to `hello`, in the order of its fields `maxBsonObjectSize`,
 * `maxMessageSizeBytes`, `maxWriteBatchSize`.
 *
 * @param documentBytes size of a document
 * @param messageBytes  size of one message, all documents of a write together
 * @param documents     number of documents of one write
 */
record ServerLimits(int documentBytes, int messageBytes, int documents) {

    /** What every server since 3.6 says, and what is assumed of one that says nothing. */
    static final ServerLimits USUAL = new ServerLimits(16 << 20, 48_000_000, WriteOptions.MOST_DOCUMENTS);

    /** The command around the documents: names, write concern, session, cluster time. */
    private static final int COMMAND_BYTES = 16 << 10;

    static ServerLimits of(BsonDocument hello) {
        return new ServerLimits(
                number(hello, "maxBsonObjectSize", USUAL.documentBytes),
                number(hello, "maxMessageSizeBytes", USUAL.messageBytes),
                number(hello, "maxWriteBatchSize", USUAL.documents));
    }

    /** Bytes of documents that fit into one message. */
    int payloadBytes() {
        return Math.max(documentBytes, messageBytes - COMMAND_BYTES);
    }

    private static int number(BsonDocument hello, String field, int otherwise) {
        return hello.getNumber(field, new BsonInt32(otherwise)).intValue();
    }
}
