package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/**
 * Processes with the same arguments on one run, as pods have them, which can be killed, frozen and replaced. Their output is
 * JSON. Closing it kills what still runs, frozen or not.
 */
final class SharedRun implements AutoCloseable {

    private final Millrace program;
    private final String[] arguments;
    private final List<RunningMillrace> started = new ArrayList<>();

    /** @param arguments with a run store that can be shared */
    SharedRun(Millrace program, Arguments arguments) {
        this.program = program;
        this.arguments = arguments.and("--json").all();
    }

    /** Starts one more process. */
    RunningMillrace join() {
        RunningMillrace running = program.start(arguments);
        started.add(running);
        return running;
    }

    /** Waits until one process, whichever, has committed a chunk. */
    void awaitFirstCommit() {
        Eventually.within(
                RunningMillrace.PATIENCE,
                "a chunk that is committed",
                () -> started.stream().anyMatch(running -> running.out().contains("ChunkCommitted")));
    }

    /** One of those that still run. */
    RunningMillrace any(RandomGenerator random) {
        List<RunningMillrace> alive =
                started.stream().filter(RunningMillrace::isAlive).toList();
        assertThat(alive).as("processes that still run").isNotEmpty();
        return alive.get(random.nextInt(alive.size()));
    }

    boolean isOver() {
        return started.stream().noneMatch(RunningMillrace::isAlive);
    }

    /** How all processes ended, in the order they were started in. */
    List<Millrace.Result> await() {
        return started.stream().map(RunningMillrace::await).toList();
    }

    /** Waits for the end of every other process. */
    void awaitAllBut(RunningMillrace one) {
        started.stream().filter(running -> running != one).forEach(RunningMillrace::await);
    }

    /** Stops a process where it is at work: between two chunks it would have no lease to lose. */
    static void freezeWhile(BooleanSupplier atWork, RunningMillrace running) {
        Eventually.until("a process that was stopped at work", () -> {
            freeze(running);
            if (atWork.getAsBoolean()) {
                return true;
            }
            thaw(running);
            return false;
        });
    }

    static void freeze(RunningMillrace running) {
        signal(running, "STOP");
    }

    static void thaw(RunningMillrace running) {
        signal(running, "CONT");
    }

    /** Whether it was there at the end of the run. */
    static void isDone(Millrace.Result result) {
        endedWith(result, "DONE");
    }

    /** As {@link #isDone}, or it came or was thawed when the others had done everything. */
    static void isDoneOrCameLate(Millrace.Result result) {
        endedWith(result, "DONE", "ALREADY_DONE");
    }

    private static void endedWith(Millrace.Result result, String... outcomes) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(events(result, "RunEnded"))
                .extracting(event -> event.getString("outcome").getValue())
                .singleElement()
                .isIn((Object[]) outcomes);
    }

    /** The numbers of the chunks that a process has committed. */
    static Stream<Integer> commits(Millrace.Result result) {
        return events(result, "ChunkCommitted")
                .map(event -> event.getInt32("chunk").getValue());
    }

    /** Events of that name; the last line of a process that was killed may be half a line. */
    static Stream<BsonDocument> events(Millrace.Result result, String name) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .map(BsonDocument::parse)
                .filter(event -> event.getString("event").getValue().equals(name));
    }

    @Override
    public void close() {
        started.forEach(RunningMillrace::close);
    }

    private static void signal(RunningMillrace running, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start();
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
