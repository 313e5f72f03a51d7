package dev.millrace.bench.endtoend;

import dev.millrace.bench.MillraceRun;
import dev.millrace.bench.Scratch;
import java.util.ArrayList;
import java.util.List;

/** Runs of the program by its command line, each of which has to move all documents. */
final class ProgramRuns {

    private final Scratch scratch;
    private final String program;

    ProgramRuns(Scratch scratch, String program) {
        this.scratch = scratch;
        this.program = program;
    }

    /** To nowhere: what reading, converting and compressing cost. */
    MillraceRun export(String from, long documents, String format, String... more) throws Exception {
        return run(documents, List.of("export", "--from", from, "--to", "null:", "--format", format), more);
    }

    MillraceRun migrate(Replay source, String to, int workers, int chunkSize) throws Exception {
        return run(
                source.documents(),
                List.of("migrate", "--from", source.uri(), "-n", "shop.orders", "--to", to),
                "--workers",
                Integer.toString(workers),
                "--chunk-size",
                Integer.toString(chunkSize));
    }

    MillraceRun run(long documents, List<String> arguments, String... more) throws Exception {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        MillraceRun run = MillraceRun.of(scratch, program, all);
        if (run.written() != documents) {
            throw new IllegalStateException(run.written() + " of " + documents + " documents were written by " + all);
        }
        return run;
    }
}
