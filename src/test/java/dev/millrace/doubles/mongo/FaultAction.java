package dev.millrace.doubles.mongo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What goes wrong when a fault fires. */
sealed interface FaultAction {
    /** The command never runs. */
    record CloseBeforeRunning() implements FaultAction {}

    /** The command has run and the client never hears of it. */
    record CloseBeforeReply() implements FaultAction {}

    /** Half of the reply's bytes, then nothing. */
    record CloseInReply() implements FaultAction {}

    record Delay(Duration time) implements FaultAction {}

    /** Neither answer nor end until the latch opens. */
    record Freeze(CountDownLatch released) implements FaultAction {}

    record Answer(CommandFailure failure) implements FaultAction {}

    /** Every open cursor is gone before the command runs. */
    record KillCursors() implements FaultAction {}
}
