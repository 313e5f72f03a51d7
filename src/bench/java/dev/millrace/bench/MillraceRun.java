package dev.millrace.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * One run of the program.
 *
 * @param whole the process from its start to its end
 * @param moving seconds from the first event to the last committed chunk: what is left when the program's start and the
 *     run's completion, as the building of keys, are taken away
 * @param written documents, as the run says at its end
 */
public record MillraceRun(ProcessRun whole, double moving, long written) {

    /** With a run store of its own, so that each run is a new one. */
    public static MillraceRun of(Scratch scratch, String program, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        command.addAll(List.of("--run-store", scratch.fresh("runs").toString(), "--json"));
        Moving moving = new Moving();
        ProcessRun whole = ProcessRun.of(scratch.fresh("log"), command, moving::see);
        if (moving.first == 0 || moving.last == 0) {
            throw new IllegalStateException("it did not say when it began, or committed nothing: " + whole.output());
        }
        return new MillraceRun(whole, (moving.last - moving.first) / 1e9, moving.written);
    }

    private static final class Moving {

        private long first;
        private long last;
        private long written = -1;

        private void see(ProcessHandle process, String event) {
            if (event.contains("\"RunStarted\"")) {
                first = System.nanoTime();
            } else if (event.contains("\"ChunkCommitted\"")) {
                last = System.nanoTime();
            } else if (event.contains("\"RunEnded\"")) {
                written = BsonDocument.parse(event).getNumber("written").longValue();
            }
        }
    }
}
