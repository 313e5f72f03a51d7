package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonTypeByte;

/** A random UUID, `$uuid` (binary subtype 4; RFC 9562, version 4). */
record UuidValue() implements Value {

    @Override
    public void write(Row row, byte[] name) {
        row.out.element(BsonTypeByte.BINARY, name);
        row.out.int32(16);
        row.out.int8(4);
        long high = (row.random.next() & ~0xF000L) | 0x4000L;
        long low = row.random.next() >>> 2 | 1L << 63;
        row.out.int64(Long.reverseBytes(high));
        row.out.int64(Long.reverseBytes(low));
    }
}
