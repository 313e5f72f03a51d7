package dev.millrace.sink.object.parquet;

/** What is found out of values that a dictionary is asked for together: of one column at a time, so that one serves all of a file. */
final class Lookups {

    /** So many values are looked for together. */
    static final int MOST = 256;

    /** By its place among them a value's hash. */
    final int[] hashes = new int[MOST];

    /** What the dictionary had then where the value is looked for first: if that is the value, it still is. */
    final long[] found = new long[MOST];
}
