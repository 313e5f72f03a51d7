package dev.millrace.sink.postgres.table;

import java.nio.charset.StandardCharsets;

/** Names of indexes and constraints, made of a table's name and what they are for; the same each time. */
final class SqlNames {

    private static final int HASH_BYTES = 9;

    private SqlNames() {}

    /** `table_suffix`; where that is too long, cut and told apart by a hash of the whole. */
    static String joined(String table, String suffix) {
        String whole = table + "_" + suffix;
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= SafeNames.MAX_BYTES) {
            return whole;
        }
        int end = SafeNames.MAX_BYTES - HASH_BYTES;
        // Never cut inside a character: bytes that continue one start with 10.
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "_" + String.format("%08x", whole.hashCode());
    }
}
