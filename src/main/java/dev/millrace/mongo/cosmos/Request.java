package dev.millrace.mongo.cosmos;

import org.jspecify.annotations.Nullable;

/** One request on its way. Written by the thread that makes it; what it cost may be noted by another. */
final class Request {

    final RequestKind kind;

    /** Whether it asks for the charge of another one. */
    final boolean asks;

    /** How often it went to the server. */
    int sent;

    /** The request that its answer is about; null where that is not known. */
    @Nullable
    Request about;

    private long parts;
    private double expected;
    private boolean measured;

    Request(RequestKind kind, long parts, double expected, boolean asks) {
        this.kind = kind;
        this.parts = parts;
        this.expected = expected;
        this.asks = asks;
    }

    /** Its documents, or 1. */
    synchronized long parts() {
        return parts;
    }

    /** What it is taken to cost, in request units. */
    synchronized double expected() {
        return expected;
    }

    /**
     * It turned out to have another number of parts.
     *
     * @return the units by which it is expected to cost more; negative where less
     */
    synchronized double resize(long now) {
        double before = expected;
        expected = parts == 0 ? 0 : expected * now / parts;
        parts = now;
        return expected - before;
    }

    /** True once: the charge of a request is noted one time. */
    synchronized boolean measure() {
        boolean first = !measured;
        measured = true;
        return first;
    }
}
