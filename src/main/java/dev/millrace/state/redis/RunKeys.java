package dev.millrace.state.redis;

import dev.millrace.model.MillraceException;
import java.util.List;

/**
 * The names of the keys that one run has. The braces make a Redis Cluster keep them all in one slot. Chunks and
 * receipts are fields of hashes of a thousand each: a key a chunk would cost Redis more than the chunk.
 */
record RunKeys(String prefix, String runId) {

    static final int BUCKET = 1_000;

    RunKeys {
        if (runId.isEmpty() || runId.contains("{") || runId.contains("}")) {
            throw MillraceException.usage("'" + runId + "' cannot name a run", "use letters, digits and dashes");
        }
    }

    /** Hash: phase, plan, counters, and who plans or finishes. */
    String meta() {
        return name("meta");
    }

    /** Hash: fields are numbers of chunks, values as {@link dev.millrace.state.StoredFailure}. */
    String failed() {
        return name("failed");
    }

    /** The keys that every script gets, in the order in which {@link RunScripts} names them. */
    List<String> fixed() {
        return List.of(meta(), name("leases"), name("expiry"), name("returned"), failed(), name("workers"));
    }

    /** Hash: fields are numbers of chunks, values as {@link PackedChunk}. */
    String chunks(int bucket) {
        return name("chunks:" + bucket);
    }

    /** Hash: fields are numbers of chunks, values as {@link PackedReceipt}. */
    String receipts(int bucket) {
        return name("receipts:" + bucket);
    }

    static int bucket(int chunk) {
        return chunk / BUCKET;
    }

    static int buckets(int chunks) {
        return Math.ceilDiv(chunks, BUCKET);
    }

    private String name(String last) {
        return prefix + "{" + runId + "}:" + last;
    }
}
