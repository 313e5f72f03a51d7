package dev.millrace.bson;

/** The two forms of MongoDB Extended JSON v2. */
public enum JsonMode {
    /** Numbers and dates as people write them; int32, int64 and double cannot always be told apart again. */
    RELAXED,
    /** Every type is kept. */
    CANONICAL
}
