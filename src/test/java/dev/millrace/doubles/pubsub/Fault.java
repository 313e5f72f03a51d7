package dev.millrace.doubles.pubsub;

import io.grpc.Status;
import java.time.Duration;

/** What goes wrong with one request to publish. */
public sealed interface Fault {

    /** All goes well with this one. */
    record None() implements Fault {}

    /** The service answers this, and stores nothing. */
    record Answer(Status.Code code) implements Fault {}

    /** The service stores the messages and answers this: the confirmation is lost. */
    record LostAnswer(Status.Code code) implements Fault {}

    /** The service answers well, after a while. */
    record Slow(Duration time) implements Fault {}

    /** The service never answers. */
    record Hang() implements Fault {}
}
