package dev.millrace.config.stream;

import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * One change stream as it is configured.
 *
 * @param name         `CONNECTION.SOURCE`, under which its place is saved
 * @param uri          of the deployment, or a reference to it
 * @param database     empty for the whole deployment
 * @param collection   empty for the whole database or deployment
 * @param pipeline     stages that the server applies to its events
 * @param fullDocument what an update brings of its document, a word of MongoDB's `fullDocument`
 * @param before       whether events bring the document before the change, a word of `fullDocumentBeforeChange`
 * @param batchSize    events that the server sends at once, at most
 * @param topic        where its events go; empty for what the target's own URI says
 * @param deduplication how repeated events are kept from being published
 * @param documentType of its documents, for what depends on it; the collection's name where nothing else is said
 */
public record StreamSource(
        String name,
        String uri,
        String database,
        String collection,
        List<BsonDocument> pipeline,
        String fullDocument,
        String before,
        Optional<Integer> batchSize,
        Optional<String> topic,
        String documentType,
        DeduplicationSection deduplication) {

    public static final List<String> FULL_DOCUMENT = List.of("default", "updateLookup", "whenAvailable", "required");
    public static final List<String> BEFORE = List.of("off", "whenAvailable", "required");

    public StreamSource {
        pipeline = List.copyOf(pipeline);
    }
}
