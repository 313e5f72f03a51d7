package dev.millrace.mongo.cosmos;

import org.jspecify.annotations.Nullable;

/** One request on its way. Written by the thread that makes it; what it cost may be noted by another. */
final class Request {

    final RequestKind kind;

    /** Whether it asks for the charge of another one. */
    final boolean asks;

    /** Units a second that it was reserved at; infinite where nothing held it up. */
    final double reservedAt;

    /** How often it went to the server. */
    int sent;

    /** The request that its answer is about; null where that is not known. */
    @Nullable
    Request about;

    private long parts;
    private double expected;
    private boolean measured;

    /**
     * @param expected   what it is taken to cost, in request units
     * @param reservedAt units a second that it was reserved at
     */
    Request(RequestKind kind, long parts, double expected, double reservedAt) {
        this(kind, parts, expected, reservedAt, false);
    }

    private Request(RequestKind kind, long parts, double expected, double reservedAt, boolean asks) {
        this.kind = kind;
        this.parts = parts;
        this.expected = expected;
        this.reservedAt = reservedAt;
        this.asks = asks;
    }

    /** One that asks for the charge of another, and costs nothing. */
    static Request asking(RequestKind kind) {
        return new Request(kind, 0, 0, Double.POSITIVE_INFINITY, true);
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
