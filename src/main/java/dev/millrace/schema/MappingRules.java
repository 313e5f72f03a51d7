package dev.millrace.schema;

/**
 * What a target decides about the mapping of documents to rows.
 *
 * @param keepNulls whether {@code _rest} names fields that are null, to tell them from missing ones
 * @param firstDate the earliest date that the target can hold, in milliseconds since 1970; others go to {@code _rest}
 * @param lastDate  the latest
 */
public record MappingRules(boolean keepNulls, long firstDate, long lastDate) {

    /** Every date. */
    public static MappingRules keepingNulls(boolean keepNulls) {
        return new MappingRules(keepNulls, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Only dates that 64 bits of microseconds since 1970 can hold, years -290307 to 294246 and a bit. */
    public MappingRules withDatesInMicroseconds() {
        return new MappingRules(keepNulls, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000);
    }
}
