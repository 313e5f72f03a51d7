package dev.millrace.pipeline.dedup;

import java.time.Duration;

/**
 * How much deduplication remembers.
 *
 * @param memoryTtl       how long this process remembers an event
 * @param memoryMaxSize   how many events it remembers at most; about 150 bytes each
 * @param cleanupInterval how often what ran out is removed from the store
 */
public record DedupLimits(Duration memoryTtl, int memoryMaxSize, Duration cleanupInterval) {}
