package dev.millrace.state;

import dev.millrace.model.Chunk;

/**
 * The right to write one chunk until it runs out.
 *
 * @param fence    grows with each lease on the same chunk; the store refuses the completion of an older one
 * @param attempts how many leases on this chunk there were before, in this run
 */
public record Lease(String runId, Chunk chunk, String worker, long fence, int attempts) {}
