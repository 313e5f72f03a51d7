package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The double's fault queue: {@code faults().on("getMore").nth(3).closeInReply()}. A command is hit by the first fault
 * that wants it. Thread-safe; faults may be set while clients are connected.
 */
public final class Faults {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    /** A fault for commands of this name, as the driver spells it: find, getMore, isMaster. Hits the next one unless told otherwise. */
    public Setting on(String command) {
        return new Setting(recorded -> recorded.name().equals(command), 0, 1);
    }

    /** A fault for every command but the hellos that monitor the server. */
    public Setting onAny() {
        return new Setting(
                recorded -> !recorded.name().equalsIgnoreCase("isMaster")
                        && !recorded.name().equals("hello"),
                0,
                1);
    }

    /** Forgets all faults and lets go what is frozen. */
    public void clear() {
        faults.forEach(Fault::release);
        faults.clear();
    }

    @Nullable
    FaultAction next(RecordedCommand command) {
        for (Fault fault : faults) {
            if (fault.hits(command)) {
                return fault.action();
            }
        }
        return null;
    }

    /** When a fault fires; the verbs that end it say what happens, and set it. */
    public final class Setting {
        private final Predicate<RecordedCommand> trigger;
        private final long skipped;
        private final long times;

        private Setting(Predicate<RecordedCommand> trigger, long skipped, long times) {
            this.trigger = trigger;
            this.skipped = skipped;
            this.times = times;
        }

        /** Only commands of which this is true, say of one collection. */
        public Setting where(Predicate<RecordedCommand> also) {
            return new Setting(trigger.and(also), skipped, times);
        }

        /** The n-th matching command from now, counted from 1, and only that. */
        public Setting nth(long n) {
            return new Setting(trigger, n - 1, 1);
        }

        /** The next so many matching commands. */
        public Setting next(long count) {
            return new Setting(trigger, skipped, count);
        }

        public Setting always() {
            return next(Long.MAX_VALUE - skipped);
        }

        public Fault closeBeforeRunning() {
            return set(new FaultAction.CloseBeforeRunning());
        }

        public Fault closeBeforeReply() {
            return set(new FaultAction.CloseBeforeReply());
        }

        public Fault closeInReply() {
            return set(new FaultAction.CloseInReply());
        }

        public Fault delay(Duration time) {
            return set(new FaultAction.Delay(time));
        }

        /** No answer until {@link Fault#release}, {@link Faults#clear} or the double's end; then the command goes on. */
        public Fault freeze() {
            return set(new FaultAction.Freeze(new CountDownLatch(1)));
        }

        public Fault killCursors() {
            return set(new FaultAction.KillCursors());
        }

        /** An error instead of the command: 43 CursorNotFound, 10107 NotWritablePrimary, 16500 of Cosmos DB. */
        public Fault answer(int code, String codeName, String message, String... labels) {
            return set(new FaultAction.Answer(
                    new CommandFailure(code, codeName, message, new BsonDocument(), List.of(labels))));
        }

        private Fault set(FaultAction action) {
            Fault fault = new Fault(trigger, skipped, times, action);
            faults.add(fault);
            return fault;
        }
    }
}
