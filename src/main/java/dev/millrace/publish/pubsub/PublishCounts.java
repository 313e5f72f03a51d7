package dev.millrace.publish.pubsub;

/**
 * What one publisher has done since it was opened.
 *
 * @param requests         that were answered well
 * @param retries          requests that were sent again
 * @param requestMillis    time that the answered requests took, together
 * @param messagesUnderWay taken and not yet stored
 * @param bytesUnderWay    of those
 */
public record PublishCounts(
        long requests, long retries, long requestMillis, int messagesUnderWay, long bytesUnderWay) {}
