package dev.millrace.sink.postgres.copy;

import com.oracle.svm.core.AlwaysInline;
import java.util.Arrays;

/** The bytes of one table's rows in a batch; an array that grows. */
final class RowBuffer {

    private static final int FIRST_BYTES = 1 << 16;
    private static final int LIMIT = Integer.MAX_VALUE - 16;

    /** Replaced when it grows. */
    byte[] bytes = new byte[FIRST_BYTES];

    int length;

    /** Makes room for `more` bytes behind {@link #length} and gives the array that has it. */
    @AlwaysInline("small, and called for each field")
    byte[] ensure(int more) {
        if (bytes.length - length < more) {
            grow(more);
        }
        return bytes;
    }

    private void grow(int more) {
        long needed = (long) length + more;
        if (needed > LIMIT) {
            throw new IllegalStateException("a batch cannot hold " + needed + " bytes");
        }
        long wanted = Math.max(needed, bytes.length + (long) (bytes.length >> 1));
        bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, LIMIT));
    }
}
