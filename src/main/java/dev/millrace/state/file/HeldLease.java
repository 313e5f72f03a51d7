package dev.millrace.state.file;

/**
 * A lease that somebody holds, in time or not.
 *
 * @param untilMillis since the epoch
 */
record HeldLease(long fence, long untilMillis) {

    boolean isOver(long nowMillis) {
        return untilMillis <= nowMillis;
    }
}
