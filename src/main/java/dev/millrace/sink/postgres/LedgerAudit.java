package dev.millrace.sink.postgres;

import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.BitSet;
import java.util.stream.Stream;

/** Holds what the run store counts as done against what PostgreSQL remembers. */
record LedgerAudit(BitSet committed) {

    /** A server that crashed may have lost the commits of its last moments, see {@link CopyPool}. */
    void check(Stream<ChunkReceipt> receipts) {
        long[] lost = new long[1];
        try (receipts) {
            receipts.forEach(receipt -> {
                if (!committed.get(receipt.chunk().number())) {
                    lost[0]++;
                }
            });
        }
        if (lost[0] > 0) {
            throw new MillraceException(
                    FailureKind.CONFLICT,
                    lost[0]
                            + " chunks that were done are not in PostgreSQL: the server crashed and lost its last moments,"
                            + " or somebody emptied its ledger",
                    "start again with another --run-id and --if-exists truncate");
        }
    }
}
