package dev.millrace.sink.object;

import dev.millrace.model.RejectedDocument;

/** Takes documents that cannot be written. */
@FunctionalInterface
public interface RejectSink {

    void reject(RejectedDocument document);
}
