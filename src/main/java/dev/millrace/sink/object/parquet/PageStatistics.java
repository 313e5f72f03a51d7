package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Bounds and nulls of a column's page, which are told to Parquet at its end. Bounds are looked for only then, but for booleans, in the values as the
 * plain encoding has them: all of a column in a row, and of a dictionary each one once, but for doubles. For use by one thread.
 */
final class PageStatistics {

    private final PrimitiveType type;
    private final boolean wanted;
    private final ByteBounds bytes;
    private long nulls;
    private long nans;
    private boolean some;
    private long least;
    private long greatest;
    private double leastDouble;
    private double greatestDouble;

    /** @param wanted whether bounds are; nulls are counted in any case */
    PageStatistics(PrimitiveType type, boolean wanted) {
        this.type = type;
        this.wanted = wanted;
        bytes = new ByteBounds(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
    }

    void addNull() {
        nulls++;
    }

    /** A boolean: it shares a byte with others, and is told as it comes. */
    void add(boolean value) {
        add(value ? 1 : 0);
    }

    /** Whether there is something to be told with {@link #add(byte[], int, int)} or {@link #addAll}. */
    boolean areBoundsWanted() {
        return wanted && type.getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN;
    }

    /** Whether a value that comes again is to be told again: of doubles, those that are no numbers are counted. */
    boolean isEachCounted() {
        return type.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
    }

    /** One value, without the length in front of bytes. The array must stay as it is until {@link #take}, and be one for all. */
    void add(byte[] plain, int offset, int length) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> add(LittleEndian.int32(plain, offset));
            case INT64 -> add(LittleEndian.int64(plain, offset));
            case DOUBLE -> add(LittleEndian.float64(plain, offset));
            default -> bytes.add(plain, offset, length);
        }
    }

    /** All values from the array's first to its byte `length`. It must stay as it is until {@link #take}. */
    void addAll(byte[] plain, int length) {
        int width = width(type);
        int at = 0;
        while (at < length) {
            int start = width == 0 ? at + Integer.BYTES : at;
            int size = width == 0 ? LittleEndian.int32(plain, at) : width;
            add(plain, start, size);
            at = start + size;
        }
    }

    /** Bytes of each value in the plain encoding; 0 where they differ, and have their length in front. Not for booleans, which are bits. */
    static int width(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case INT32 -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
            default -> 0;
        };
    }

    @AlwaysInline("small, and called for each value")
    private void add(long value) {
        if (!some) {
            some = true;
            least = value;
            greatest = value;
        } else if (value < least) {
            least = value;
        } else if (value > greatest) {
            greatest = value;
        }
    }

    @AlwaysInline("small, and called for each value")
    private void add(double value) {
        if (Double.isNaN(value)) {
            nans++;
        } else if (!some) {
            some = true;
            leastDouble = value;
            greatestDouble = value;
        } else if (value < leastDouble) {
            leastDouble = value;
        } else if (value > greatestDouble) {
            greatestDouble = value;
        }
    }

    /** What Parquet wants to know of the page; starts with the next one. */
    Statistics<?> take() {
        Statistics<?> page = wanted ? Statistics.createStats(type) : Statistics.noopStats(type);
        page.incrementNumNulls(nulls);
        if (nans > 0 && wanted) {
            page.incrementNanCount(nans);
        }
        if (some && wanted) {
            addNumbers(page);
        }
        if (!bytes.isEmpty()) {
            page.updateStats(Binary.fromConstantByteArray(bytes.least()));
            if (!bytes.isOne()) {
                page.updateStats(Binary.fromConstantByteArray(bytes.greatest()));
            }
        }
        nulls = 0;
        nans = 0;
        some = false;
        bytes.clear();
        return page;
    }

    private void addNumbers(Statistics<?> page) {
        PrimitiveTypeName name = type.getPrimitiveTypeName();
        switch (name) {
            case INT32 -> {
                page.updateStats((int) least);
                page.updateStats((int) greatest);
            }
            case INT64 -> {
                page.updateStats(least);
                page.updateStats(greatest);
            }
            case BOOLEAN -> {
                page.updateStats(least != 0);
                page.updateStats(greatest != 0);
            }
            case DOUBLE -> {
                page.updateStats(leastDouble);
                page.updateStats(greatestDouble);
            }
            default -> throw new IllegalStateException("no column of numbers: " + name);
        }
    }
}
