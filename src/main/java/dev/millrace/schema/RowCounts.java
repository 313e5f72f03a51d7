package dev.millrace.schema;

/**
 * What became of the documents of a mapper so far.
 *
 * @param rows    documents mapped
 * @param widened values that came into a column of another type or exponent, numerically the same
 * @param rest    values that went to {@code _rest}
 */
public record RowCounts(long rows, long widened, long rest) {}
