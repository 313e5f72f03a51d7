package dev.millrace.doubles.mongo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/** An open change stream: where it stands and what it gives next. One getMore at a time, as clients do it. */
final class ChangeCursor {
    /** What is ready to be given; {@code last} of the stream after an invalidate. */
    private record Ready(byte[] event, ResumeToken token, boolean last) {}

    private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;

    final String namespace;
    private final ChangeOptions options;
    private final History history;
    private final ChangeEvents events;
    private final EventStages stages;
    private final Deque<Ready> ready = new ArrayDeque<>();
    private final Deque<ChangeEntry> scanned = new ArrayDeque<>();
    private long next;
    private int skippedFragments;
    private ResumeToken position;
    private @Nullable CommandFailure fatal;
    private boolean ended;
    private volatile boolean killed;

    ChangeCursor(ChangeOptions options, History history, ChangeEvents events, EventStages stages, BsonTimestamp now) {
        this.options = options;
        this.history = history;
        this.events = events;
        this.stages = stages;
        this.namespace = options.scope().cursorNamespace();
        this.position = begin(now);
    }

    private ResumeToken begin(BsonTimestamp now) {
        BsonDocument stage = options.stage();
        for (String start : List.of("resumeAfter", "startAfter")) {
            if (stage.containsKey(start)) {
                ResumeToken token = ResumeToken.parse(stage.getDocument(start));
                if (token.invalidate() && start.equals("resumeAfter")) {
                    throw new CommandFailure(
                            260,
                            "InvalidResumeToken",
                            "Attempting to resume a change stream using 'resumeAfter' is not allowed from an"
                                    + " invalidate notification.");
                }
                return beginBehind(token);
            }
        }
        BsonTimestamp time = stage.containsKey("startAtOperationTime")
                ? stage.getTimestamp("startAtOperationTime")
                : new BsonTimestamp(now.getTime(), now.getInc() + 1);
        beginAt(time);
        return ResumeToken.at(time);
    }

    private void beginAt(BsonTimestamp time) {
        next = history.firstAt(time);
        if (next < 0) {
            fatal = History.lost();
        }
    }

    /** A token that is well formed is only looked for when the first event is asked for, as the server does it. */
    private ResumeToken beginBehind(ResumeToken token) {
        beginAt(token.time());
        if (!token.eventful() || fatal != null) {
            return token;
        }
        ChangeEntry entry = history.at(token.time(), token.index());
        if (entry == null || !token.isOf(entry) || !options.scope().contains(entry)) {
            fatal = new CommandFailure(
                    280,
                    "ChangeStreamFatalError",
                    "cannot resume stream; the resume token was not found. " + ShellText.of(token.document()),
                    new BsonDocument(),
                    List.of("NonResumableChangeStreamError"));
            return token;
        }
        skippedFragments = token.fragmentOf(entry);
        next = skippedFragments > 0 ? entry.sequence() : entry.sequence() + 1;
        if (!token.invalidate() && options.scope().isEndedBy(entry)) {
            addInvalidate(entry);
        }
        return token;
    }

    /** @param waitNanos how long to wait for a first event; 0 for not at all */
    List<byte[]> next(long most, long waitNanos) {
        if (fatal != null) {
            throw fatal;
        }
        // What was looked at in advance may have been forgotten since.
        scanned.clear();
        List<byte[]> batch = new ArrayList<>();
        long deadline = System.nanoTime() + waitNanos;
        boolean exhausted = fill(batch, most);
        while (batch.isEmpty() && exhausted && most > 0 && System.nanoTime() < deadline && !killed) {
            history.await(next, deadline, () -> killed);
            exhausted = fill(batch, most);
            if (batch.isEmpty() && next >= history.end() && history.isClosed()) {
                break;
            }
        }
        if (killed) {
            throw new CommandFailure(237, "CursorKilled", "operation was interrupted because a client disconnected");
        }
        return batch;
    }

    /** True where everything there is was looked at. */
    private boolean fill(List<byte[]> batch, long most) {
        long bytes = 0;
        while (batch.size() < most && !ended) {
            if (ready.isEmpty() && !prepare()) {
                return true;
            }
            Ready first = ready.peek();
            if (first == null) {
                continue;
            }
            bytes += first.event().length;
            if (!batch.isEmpty() && bytes > MAX_BATCH_BYTES) {
                return false;
            }
            ready.poll();
            batch.add(first.event());
            position = first.token();
            ended = first.last();
        }
        return false;
    }

    /** Looks at the next entry; false where there is none, and then the position moves on to now. */
    private boolean prepare() {
        if (scanned.isEmpty()) {
            History.Scan scan = history.scan(next);
            scanned.addAll(scan.entries());
            if (scanned.isEmpty()) {
                ResumeToken now = ResumeToken.at(scan.upTo());
                position = now.text().compareTo(position.text()) > 0 ? now : position;
                return false;
            }
        }
        ChangeEntry entry = scanned.poll();
        next = entry.sequence() + 1;
        if (options.scope().contains(entry)) {
            render(entry);
            if (options.scope().isEndedBy(entry)) {
                addInvalidate(entry);
            }
        }
        return true;
    }

    private void render(ChangeEntry entry) {
        ResumeToken token = ResumeToken.of(entry, false, 0);
        byte[] event = kept(events.event(entry), token);
        if (event == null) {
            return;
        }
        if (!LargeEvents.isTooLarge(event)) {
            ready.add(new Ready(event, token, false));
            return;
        }
        if (!options.splits()) {
            throw LargeEvents.refusal(event);
        }
        List<byte[]> fragments = LargeEvents.split(event, entry);
        for (int number = skippedFragments + 1; number <= fragments.size(); number++) {
            ready.add(new Ready(fragments.get(number - 1), ResumeToken.of(entry, false, number), false));
        }
        skippedFragments = 0;
    }

    private void addInvalidate(ChangeEntry cause) {
        ResumeToken token = ResumeToken.of(cause, true, 0);
        ready.add(new Ready(events.invalidate(cause), token, true));
    }

    private byte @Nullable [] kept(byte[] event, ResumeToken token) {
        byte[] kept = stages.apply(event);
        if (kept != null && !ChangeEvents.keepsToken(kept, token.document())) {
            throw new CommandFailure(
                    280,
                    "ChangeStreamFatalError",
                    "Encountered an event whose _id field, which contains the resume token, was modified by the"
                            + " pipeline. Modifying the _id field of an event makes it impossible to resume the"
                            + " stream from that point. Only transformations that retain the unmodified _id field"
                            + " are allowed. Expected: { _id: " + ShellText.of(token.document()) + " } but found: "
                            + found(kept),
                    new BsonDocument(),
                    List.of("NonResumableChangeStreamError"));
        }
        return kept;
    }

    private static String found(byte[] event) {
        var id = RawBson.view(event).get("_id");
        return id == null ? "{}" : "{ _id: " + ShellText.of(id) + " }";
    }

    BsonDocument resumeToken() {
        return position.document();
    }

    boolean hasEnded() {
        return ended;
    }

    void kill() {
        killed = true;
        history.wake();
    }

    static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
