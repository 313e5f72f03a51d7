package dev.millrace.sink.object;

import java.util.Map;

/**
 * What is known of an object before its first byte.
 *
 * @param runId       the run that writes it
 * @param contentType its media type
 * @param metadata    kept beside the object by stores that keep metadata
 */
public record ObjectAttributes(String runId, String contentType, Map<String, String> metadata) {

    /** Metadata key: the run that wrote the object. */
    public static final String RUN = "millrace-run";

    /** Metadata key: the number of the chunk in its run. */
    public static final String CHUNK = "millrace-chunk";

    /** Metadata key: the number of documents in the object. */
    public static final String ROWS = "millrace-rows";

    public ObjectAttributes {
        metadata = Map.copyOf(metadata);
    }

    /** An object of a run, no chunk's. */
    public static ObjectAttributes ofRun(String runId, String contentType) {
        return new ObjectAttributes(runId, contentType, Map.of(RUN, runId));
    }

    /** An object that holds what one chunk became. */
    public static ObjectAttributes ofChunk(String runId, int chunk, String contentType) {
        return new ObjectAttributes(runId, contentType, Map.of(RUN, runId, CHUNK, Integer.toString(chunk)));
    }
}
