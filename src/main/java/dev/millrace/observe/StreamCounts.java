package dev.millrace.observe;

/**
 * What one stream has done since this process began.
 *
 * @param read      events
 * @param published events that are with the subscribers
 * @param bytes     of their messages
 * @param skipped   events that had been published before
 * @param rejected  events that were set aside
 * @param reopened  times that the stream was opened again after a failure
 * @param lagMillis age of the last event when it was read; 0 while there is nothing to read
 */
public record StreamCounts(
        long read, long published, long bytes, long skipped, long rejected, long reopened, long lagMillis) {}
