package dev.millrace.state;

import dev.millrace.model.Chunk;

/**
 * The right to write one chunk until it runs out.
 *
 * @param fence    grows with each lease on the same chunk; the store refuses the completion of an older one
 * @param attempts how many leases on this chunk ran out before, or were lost with their process; one that was released
 *                 does not count, and {@link RunStore#retryFailed} starts again from 0
 */
public record Lease(String runId, Chunk chunk, String worker, long fence, int attempts) {}
