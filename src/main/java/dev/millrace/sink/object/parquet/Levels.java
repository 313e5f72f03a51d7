package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Encoding;

/** How much of its path repeats, or is there, for each value of a column's page. */
final class Levels {

    private static final int FIRST = 64;

    /** More, as a huge document has them, leave no array behind. */
    private static final int KEPT = 1 << 20;

    private final int width;
    private int count;
    private int first;

    /** Whether a level differs from the first; only then they are kept one by one. */
    private boolean mixed;

    private byte[] levels = {};

    /** @param highest up to 127; 0 where nothing needs to be told */
    Levels(int highest) {
        if (highest > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a path of " + highest + " levels");
        }
        width = BytesUtils.getWidthFromMaxInt(highest);
    }

    @AlwaysInline("small, and called for each value")
    void add(int level) {
        if (width != 0) {
            if (mixed || level != first) {
                addMixed(level);
            }
            count++;
        }
    }

    private void addMixed(int level) {
        if (count == 0) {
            first = level;
            return;
        }
        if (count >= levels.length) {
            levels = Arrays.copyOf(levels, Math.max(FIRST, Math.addExact(count, count)));
        }
        if (!mixed) {
            Arrays.fill(levels, 0, count, (byte) first);
            mixed = true;
        }
        levels[count] = (byte) level;
    }

    /** About what they come to, in bytes. */
    int bytes() {
        return (int) (((long) count * width) >>> 3);
    }

    int allocatedBytes() {
        return levels.length;
    }

    Encoding encoding() {
        return width == 0 ? PageEncodings.NO_LEVELS : PageEncodings.LEVELS;
    }

    /** Writes them with their length in front, and forgets them. */
    void drainTo(PageBytes page, HybridRuns runs) {
        if (width == 0) {
            return;
        }
        int start = page.length();
        page.int32(0);
        runs.start(width, page);
        if (mixed) {
            for (int i = 0; i < count; i++) {
                runs.add(levels[i]);
            }
        } else if (count > 0) {
            runs.addEqual(first, count);
        }
        runs.end();
        page.lengthAt(start);
        count = 0;
        mixed = false;
        if (levels.length > KEPT) {
            levels = new byte[0];
        }
    }
}
