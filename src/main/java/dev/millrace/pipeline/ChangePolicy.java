package dev.millrace.pipeline;

import dev.millrace.model.StreamStart;

/**
 * How a change stream is to run.
 *
 * @param first       where it begins when nothing is saved
 * @param historyLost whether it then begins anew, and with which documents
 * @param retry       how long to wait after how many failures in a row; its attempts do not matter
 */
public record ChangePolicy(
        StreamStart first, HistoryLost historyLost, SnapshotPolicy snapshots, Retry retry, StreamLimits limits) {}
