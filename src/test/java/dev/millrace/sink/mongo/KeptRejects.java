package dev.millrace.sink.mongo;

import dev.millrace.model.Chunk;
import dev.millrace.model.RejectedDocument;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.RejectFiles;
import java.util.ArrayList;
import java.util.List;

/** Keeps the reasons of committed rejects in memory. */
final class KeptRejects implements RejectFiles {

    final List<String> committed = new ArrayList<>();

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public RejectFile open(String runId, Chunk chunk) {
        List<String> taken = new ArrayList<>();
        return new RejectFile() {
            @Override
            public void reject(RejectedDocument document) {
                taken.add(document.id() + " " + document.reason());
            }

            @Override
            public long count() {
                return taken.size();
            }

            @Override
            public void commit() {
                committed.addAll(taken);
            }

            @Override
            public void close() {}
        };
    }
}
