package dev.millrace.pipeline.dedup;

/**
 * What deduplication has done, in events since the start of the process.
 *
 * @param memoryHits left out, because this process had published them
 * @param storeHits  left out, because the store knew that some process had
 * @param misses     let through; nothing was known of them
 * @param degraded   of these, those that may have been known to the store, which was away
 * @param unrecorded published, and not in the store, because it was away for too long
 */
public record DedupCounts(long memoryHits, long storeHits, long misses, long degraded, long unrecorded) {}
