package dev.millrace.sink.postgres.copy;

/**
 * What became of the documents of an encoder so far; those that it rejected are not counted.
 *
 * @param rows        documents encoded, each one row of the root table
 * @param widened     values that came into a column of another type or exponent, numerically the same
 * @param rest        values that went to `_rest`
 * @param nulRemoved  NUL characters that were removed
 * @param nulReplaced NUL characters that were replaced
 * @param dropped     values that did not fit their column and were dropped, as a mapping file wants it
 */
public record CopyCounts(long rows, long widened, long rest, long nulRemoved, long nulReplaced, long dropped) {}
