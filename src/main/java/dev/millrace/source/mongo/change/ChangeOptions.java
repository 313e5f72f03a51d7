package dev.millrace.source.mongo.change;

import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;

/**
 * How a change stream is read. Read preference and read concern are the connection's.
 *
 * @param pipeline     stages behind `$changeStream`; must leave what makes an event
 * @param fullDocument what updates carry of the document after the change
 * @param beforeChange what updates, replacements and deletes carry of the document before
 * @param batchSize    most events a reply; 0 leaves it to the server
 * @param maxAwait     how long the server waits for an event before it says that there is none
 */
public record ChangeOptions(
        List<BsonDocument> pipeline,
        FullDocument fullDocument,
        FullDocumentBeforeChange beforeChange,
        int batchSize,
        Duration maxAwait) {

    private static final Duration LONGEST_AWAIT = Duration.ofMinutes(1);

    public ChangeOptions {
        pipeline = List.copyOf(pipeline);
        if (batchSize < 0) {
            throw MillraceException.usage("batch_size is " + batchSize, "use a positive number of events");
        }
        if (maxAwait.toMillis() < 1 || maxAwait.compareTo(LONGEST_AWAIT) > 0) {
            throw MillraceException.usage(
                    "a stream cannot wait " + maxAwait + " for an event", "use 1 millisecond to 1 minute");
        }
    }

    /** Every event as it is, the documents of updates not looked up. */
    public static ChangeOptions standard() {
        return new ChangeOptions(
                List.of(), FullDocument.DEFAULT, FullDocumentBeforeChange.DEFAULT, 0, Duration.ofSeconds(1));
    }

    public ChangeOptions withPipeline(List<BsonDocument> stages) {
        return new ChangeOptions(stages, fullDocument, beforeChange, batchSize, maxAwait);
    }

    public ChangeOptions withDocuments(FullDocument after, FullDocumentBeforeChange before) {
        return new ChangeOptions(pipeline, after, before, batchSize, maxAwait);
    }

    /** @param events most events a reply; 0 leaves it to the server */
    public ChangeOptions withBatchSize(int events) {
        return new ChangeOptions(pipeline, fullDocument, beforeChange, events, maxAwait);
    }

    public ChangeOptions withMaxAwait(Duration time) {
        return new ChangeOptions(pipeline, fullDocument, beforeChange, batchSize, time);
    }

    /** Whether the collection must have been told to keep documents for its change streams. */
    boolean needsImages() {
        return fullDocument == FullDocument.REQUIRED || fullDocument == FullDocument.WHEN_AVAILABLE || asksForBefore();
    }

    boolean asksForBefore() {
        return beforeChange == FullDocumentBeforeChange.REQUIRED
                || beforeChange == FullDocumentBeforeChange.WHEN_AVAILABLE;
    }
}
