package dev.millrace.sink;

import dev.millrace.model.RejectedDocument;

/** Takes documents that cannot be written. */
@FunctionalInterface
public interface RejectSink {

    void reject(RejectedDocument document);
}
