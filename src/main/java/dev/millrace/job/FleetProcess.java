package dev.millrace.job;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** One process of a run that several share, started with `--json`; its events are read for what its target has to say. */
final class FleetProcess {

    /** What is left in the pipe of a dead process is read at once, unless somebody else holds its other end. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Process process;
    private final Thread reader;
    private volatile List<String> notes = List.of();

    private FleetProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().name("process-" + process.pid()).start(this::read);
    }

    static FleetProcess start(OwnCommand command) {
        try {
            // Its events would only repeat ours; what it has to say in earnest comes by the error stream.
            return new FleetProcess(new ProcessBuilder(command.words())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot start a process of the run: " + e.getMessage(),
                    "see whether the system allows another process and has memory for it",
                    e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** What the target said to this process at the end of the run; complete once it is dead. */
    List<String> notes() throws InterruptedException {
        reader.join(LAST_WORDS);
        return notes;
    }

    /** Asks it to drain and end. */
    void stop() {
        process.destroy();
    }

    /** Waits for its end until the deadline, by {@link System#nanoTime}, and kills it then. */
    void awaitOrKill(long deadline) throws InterruptedException {
        if (!process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"event\": \"RunEnded\"")) {
                    notes = BsonDocument.parse(line).getArray("notes", new BsonArray()).stream()
                            .map(note -> note.asString().getValue())
                            .toList();
                }
            }
        } catch (IOException e) {
            // It was killed; what it had to say is in the target.
            return;
        }
    }
}
