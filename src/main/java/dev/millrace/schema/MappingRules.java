package dev.millrace.schema;

import dev.millrace.bson.JsonMode;

/**
 * What a target decides about the mapping of documents to rows.
 *
 * @param keepNulls     whether {@code _rest} names fields that are null, to tell them from missing ones
 * @param firstDate     the earliest date that the target can hold, in milliseconds since 1970; others go to {@code _rest}
 * @param lastDate      the latest
 * @param levels        whether its columns tell documents and arrays without a value from null; otherwise these go to
 *                      {@code _rest} whole
 * @param plainDecimals whether its decimals have neither -0, which goes to {@code _rest}, nor exponents above 0
 * @param json          how values in columns of json are written; {@code _rest} is always canonical
 * @param compactJson   whether all JSON is written without spaces
 */
public record MappingRules(
        boolean keepNulls,
        long firstDate,
        long lastDate,
        boolean levels,
        boolean plainDecimals,
        JsonMode json,
        boolean compactJson) {

    /** Every date and decimal, levels, and canonical JSON. */
    public static MappingRules keepingNulls(boolean keepNulls) {
        return new MappingRules(keepNulls, Long.MIN_VALUE, Long.MAX_VALUE, true, false, JsonMode.CANONICAL, false);
    }

    /** Only dates that 64 bits of microseconds since 1970 can hold, years -290307 to 294246 and a bit. */
    public MappingRules withDatesInMicroseconds() {
        return new MappingRules(
                keepNulls, Long.MIN_VALUE / 1000, Long.MAX_VALUE / 1000, levels, plainDecimals, json, compactJson);
    }
}
