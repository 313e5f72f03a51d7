package dev.millrace.sink.object.parquet;

import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Bounds and nulls of a column's page, gathered without an object a value and told to Parquet at its end. A column uses the one
 * of its methods that is for its type. For use by one thread.
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

    /** A number, or a boolean as 0 or 1. */
    void add(long value) {
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

    void add(double value) {
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

    void add(byte[] source, int offset, int length) {
        if (wanted) {
            bytes.add(source, offset, length);
        }
    }

    int allocatedBytes() {
        return bytes.allocatedBytes();
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
            page.updateStats(Binary.fromConstantByteArray(bytes.greatest()));
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
