package dev.millrace.bench.endtoend;

import dev.millrace.bench.ProcessRun;
import dev.millrace.bench.Result;
import dev.millrace.bench.Results;
import dev.millrace.bench.Rounds;
import dev.millrace.bench.Scratch;
import dev.millrace.bench.Series;
import dev.millrace.doubles.mongo.MongoDouble;
import dev.millrace.doubles.mongo.OrderDocuments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The same number of changes, spread over more and more streams of one process, from a double of MongoDB to stdout. The double
 * is in this process; what counts is the processor time and the memory of the other one. `StreamScalingBenchmark PROGRAM EVENTS
 * ROUNDS`.
 */
public final class StreamScalingBenchmark {

    private static final List<Integer> SOURCES = List.of(1, 10, 50, 200);

    private final Scratch scratch;
    private final String program;
    private final int events;

    private StreamScalingBenchmark(Scratch scratch, String program, int events) {
        this.scratch = scratch;
        this.program = program;
        this.events = events;
    }

    public static void main(String... args) throws Exception {
        try (Scratch scratch = Scratch.open("millrace-streams")) {
            new StreamScalingBenchmark(scratch, args[0], Integer.parseInt(args[1])).run(Integer.parseInt(args[2]));
        }
    }

    private void run(int rounds) throws Exception {
        List<Callable<Cost>> runs = new ArrayList<>();
        SOURCES.forEach(sources -> runs.add(() -> stream(sources)));
        List<List<Cost>> costs = Rounds.inTurns(rounds, runs);
        Series one = Series.of(costs.getFirst(), Cost::perCore);
        for (int i = 0; i < costs.size(); i++) {
            List<Cost> ours = costs.get(i);
            Results.add(Result.of("streams to stdout: " + SOURCES.get(i) + ", a core", Series.of(ours, Cost::perCore))
                    .cpuSeconds(Cost.median(ours, Cost::cpuSecondsOfAMillion))
                    .peakMegabytes(Series.of(ours, Cost::peakMegabytes).most())
                    .against("streams to stdout: 1", one));
        }
    }

    private Cost stream(int sources) throws Exception {
        try (MongoDouble mongo = new MongoDouble().start()) {
            Instant begin = Instant.now();
            // The server's time has seconds; what happens from the next one on is wanted.
            Thread.sleep(1_000);
            for (int i = 0; i < sources; i++) {
                mongo.load("shop.orders" + i, OrderDocuments.of(events / sources));
            }
            return read(configuration(mongo.uri(), sources), begin, events / sources * sources);
        }
    }

    private Path configuration(String uri, int sources) throws Exception {
        StringBuilder yaml = new StringBuilder("""
                mongodb:
                  connections:
                    main:
                      uri: %s
                      database: shop
                      sources:
                """.formatted(uri));
        for (int i = 0; i < sources; i++) {
            yaml.append("        orders%d: {collection: orders%d}%n".formatted(i, i));
        }
        return Files.writeString(scratch.fresh("config"), yaml);
    }

    /** Until all have come; then the process is asked to stop. */
    private Cost read(Path configuration, Instant begin, int expected) throws Exception {
        List<String> command = List.of(
                program,
                "stream",
                "--config",
                configuration.toString(),
                "--to",
                "stdout:",
                "--from-time",
                begin.toString(),
                "--resume-store",
                scratch.fresh("places").toString(),
                "--http-port",
                "off");
        int[] come = {0};
        ProcessRun run = ProcessRun.of(scratch.fresh("log"), command, (process, line) -> {
            if (line.startsWith("{") && ++come[0] == expected) {
                process.destroy();
            }
        });
        return Cost.of(expected, run);
    }
}
