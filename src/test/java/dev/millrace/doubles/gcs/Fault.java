package dev.millrace.doubles.gcs;

import java.util.concurrent.CountDownLatch;

/** What goes wrong with one request. */
public sealed interface Fault {

    /** The service answers this code, and does nothing. */
    record Status(int code) implements Fault {}

    /** The connection breaks after half the body; the service keeps this many bytes of it. */
    record Reset(int kept) implements Fault {}

    /** The service does what it was asked to, and the connection breaks in front of its answer. */
    record LostAnswer() implements Fault {}

    /** Of a piece, the service takes this many bytes only. */
    record TakesOnly(int bytes) implements Fault {}

    /** A bit of the object's content flips after the service has checked it. */
    record BitFlip() implements Fault {}

    /** A bit flips on the way to the service. */
    record DamagedOnTheWay() implements Fault {}

    /** The request is answered once the latch is open; `arrived` opens when it is there. */
    record Held(CountDownLatch arrived, CountDownLatch answer) implements Fault {}
}
