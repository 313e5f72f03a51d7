package dev.millrace.job;

import dev.millrace.model.DocumentChange;
import dev.millrace.pipeline.StopSignal;
import dev.millrace.pipeline.TaskGroup;
import dev.millrace.sink.mongo.change.ChangeOutcome;
import dev.millrace.sink.mongo.change.ChangeTarget;
import dev.millrace.source.generated.ChangeSequence;
import dev.millrace.source.generated.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonNull;

/**
 * Carries out changes at a pace: one thread makes them, and hands those of each document to the same one of some lanes, which
 * write at the same time.
 */
final class ChangeWorkload {

    /** How many changes wait for a lane; they are held in memory. */
    private static final int WAITING = 128;

    /** The most changes of one message, which all must have arrived before the lane goes on. */
    private static final int MOST_AT_ONCE = 64;

    private static final Duration TICK = Duration.ofSeconds(1);

    /** Behind the last change; those count from 1. */
    private static final DocumentChange END =
            new DocumentChange(0, DocumentChange.Kind.DELETE, 0, BsonNull.VALUE, new BsonDocument());

    private final ChangeSequence sequence;
    private final ChangeTarget target;
    private final Pace pace;
    private final ChangeJournal journal;
    private final StopSignal stop;
    private final List<BlockingQueue<DocumentChange>> lanes;
    private final ChangeTally tally = new ChangeTally();

    ChangeWorkload(
            ChangeSequence sequence,
            ChangeTarget target,
            Pace pace,
            ChangeJournal journal,
            int lanes,
            StopSignal stop) {
        this.sequence = sequence;
        this.target = target;
        this.pace = pace;
        this.journal = journal;
        this.stop = stop;
        this.lanes = IntStream.range(0, lanes)
                .<BlockingQueue<DocumentChange>>mapToObj(lane -> new ArrayBlockingQueue<>(WAITING))
                .toList();
    }

    /**
     * Runs until so many changes are made, the time is over, or the stop is requested; what was begun is brought to its end.
     *
     * @param view is told every second how it goes
     */
    ChangeSummary run(long changes, Duration time, Consumer<ChangeSummary> view) throws InterruptedException {
        long start = System.nanoTime();
        try (TaskGroup background = new TaskGroup("ticker");
                TaskGroup group = new TaskGroup("changes")) {
            lanes.forEach(lane -> group.fork(() -> write(lane)));
            group.fork(() -> make(changes, start + nanos(time)));
            background.fork(() -> tick(start, view));
            group.join();
        }
        ChangeSummary.End end = stop.isRequested() ? ChangeSummary.End.STOPPED : ChangeSummary.End.DONE;
        return tally.summary(end, System.nanoTime() - start);
    }

    private void make(long changes, long deadline) throws InterruptedException {
        for (long made = 0; made < changes && !stop.isRequested() && deadline - System.nanoTime() > 0; made++) {
            pace.await(1);
            DocumentChange change = sequence.next();
            lanes.get((int) Math.floorMod(change.key(), (long) lanes.size())).put(change);
        }
        for (BlockingQueue<DocumentChange> lane : lanes) {
            lane.put(END);
        }
    }

    private void write(BlockingQueue<DocumentChange> lane) throws InterruptedException {
        List<DocumentChange> batch = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            batch.clear();
            batch.add(lane.take());
            lane.drainTo(batch, MOST_AT_ONCE - 1);
            ended = batch.removeIf(change -> change.sequence() == END.sequence());
            List<DocumentChange> done = new ArrayList<>();
            try {
                target.write(batch, (change, outcome) -> {
                    tally.count(change, outcome);
                    if (outcome == ChangeOutcome.DONE) {
                        done.add(change);
                    }
                });
            } finally {
                journal.add(done);
            }
        }
    }

    private void tick(long start, Consumer<ChangeSummary> view) throws InterruptedException {
        while (true) {
            Thread.sleep(TICK);
            view.accept(tally.summary(ChangeSummary.End.NONE, System.nanoTime() - start));
        }
    }

    /** As far as the clock can count. */
    private static long nanos(Duration time) {
        return time.compareTo(Duration.ofDays(10_000)) > 0
                ? Duration.ofDays(10_000).toNanos()
                : time.toNanos();
    }
}
