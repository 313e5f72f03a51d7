package dev.millrace.observe;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bson.BsonDocument;

/** The last things that went wrong with a stream. Safe for use by many threads. */
public final class RecentProblems {

    private static final int MOST = 20;

    private final Deque<Problem> problems = new ArrayDeque<>();

    /** @param event its fields, as {@link EventFields} tells them: never anything out of a document */
    public record Problem(Instant time, BsonDocument event) {}

    public void note(StreamEvent event, Instant now) {
        if (isProblem(event)) {
            add(new Problem(now, EventFields.of(event)));
        }
    }

    private synchronized void add(Problem problem) {
        problems.addFirst(problem);
        if (problems.size() > MOST) {
            problems.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<Problem> all() {
        return List.copyOf(problems);
    }

    private static boolean isProblem(StreamEvent event) {
        return switch (event) {
            case StreamEvent.StreamRetried _,
                    StreamEvent.EventRejected _,
                    StreamEvent.SaveFailed _,
                    StreamEvent.DrainEnded _ -> true;
            case StreamEvent.StreamChanged changed -> changed.state().equals("FAILED");
            case StreamEvent.MemoryPressed pressed -> !pressed.level().equals(MemoryPressure.Level.NORMAL.name());
            case StreamEvent.StreamProgress _ -> false;
        };
    }
}
