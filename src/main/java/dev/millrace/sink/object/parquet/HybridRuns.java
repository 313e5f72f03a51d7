package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;

/**
 * Writes small numbers as runs of equal ones and groups of eight that are packed into bits. Source: "Run Length Encoding /
 * Bit-Packing Hybrid" of Encodings.md in github.com/apache/parquet-format; where one kind of run ends and the other begins is as
 * in Parquet's Java library, so that the bytes are the same. Reused; for use by one thread.
 */
final class HybridRuns {

    private static final int GROUP = 8;

    /** Groups of one packed run, so that its header is one byte. */
    private static final int MOST_GROUPS = 63;

    private PageBytes out = new PageBytes();
    private int width;
    private final int[] waiting = new int[GROUP];
    private int waitingCount;
    private int previous;
    private int repeats;

    /** Where the header of the packed run stands that may go on, or -1. */
    private int header;

    private int groups;

    /** Starts with numbers of so many bits, 0 to 32. */
    void start(int width, PageBytes out) {
        this.width = width;
        this.out = out;
        waitingCount = 0;
        previous = 0;
        repeats = 0;
        header = -1;
        groups = 0;
    }

    @AlwaysInline("called for each value, in one place for each kind of it")
    void add(int value) {
        if (value == previous) {
            if (++repeats >= GROUP) {
                // What was waiting is part of the run.
                return;
            }
        } else {
            if (repeats >= GROUP) {
                endRepeats();
            }
            repeats = 1;
            previous = value;
        }
        waiting[waitingCount++] = value;
        if (waitingCount == GROUP) {
            pack();
        }
    }

    /** As that many calls of {@link #add} to begin with. */
    void addEqual(int value, int count) {
        if (count < GROUP) {
            for (int i = 0; i < count; i++) {
                add(value);
            }
        } else {
            previous = value;
            repeats = count;
        }
    }

    void end() {
        if (repeats >= GROUP) {
            endRepeats();
        } else if (waitingCount > 0) {
            while (waitingCount < GROUP) {
                waiting[waitingCount++] = 0;
            }
            pack();
            endPacked();
        } else {
            endPacked();
        }
    }

    private void endRepeats() {
        endPacked();
        out.varint(repeats << 1);
        for (int bits = 0; bits < width; bits += 8) {
            out.int8(previous >>> bits);
        }
        repeats = 0;
        waitingCount = 0;
    }

    private void pack() {
        if (groups >= MOST_GROUPS) {
            endPacked();
        }
        if (header < 0) {
            header = out.length();
            out.int8(0);
        }
        long word = 0;
        int bits = 0;
        for (int i = 0; i < GROUP; i++) {
            word |= (long) waiting[i] << bits;
            bits += width;
            while (bits >= 8) {
                out.int8((int) word);
                word >>>= 8;
                bits -= 8;
            }
        }
        waitingCount = 0;
        repeats = 0;
        groups++;
    }

    private void endPacked() {
        if (header >= 0) {
            out.set(header, (groups << 1) | 1);
            header = -1;
            groups = 0;
        }
    }
}
