package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;

/** Hashes bytes with XXH64. Source: the specification doc/xxhash_spec.md in github.com/Cyan4973/xxHash. */
public final class XxHash64 {

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private XxHash64() {}

    public static long hash(byte[] bytes, int offset, int length, long seed) {
        int at = offset;
        int end = offset + length;
        long hash;
        if (length >= 32) {
            int stripes = offset + (length & ~31);
            hash = stripes(bytes, at, stripes, seed);
            at = stripes;
        } else {
            hash = seed + PRIME_5;
        }
        return avalanche(rest(bytes, at, end, hash + length));
    }

    private static long stripes(byte[] bytes, int from, int to, long seed) {
        long a = seed + PRIME_1 + PRIME_2;
        long b = seed + PRIME_2;
        long c = seed;
        long d = seed - PRIME_1;
        for (int at = from; at < to; at += 32) {
            a = round(a, LittleEndian.int64(bytes, at));
            b = round(b, LittleEndian.int64(bytes, at + 8));
            c = round(c, LittleEndian.int64(bytes, at + 16));
            d = round(d, LittleEndian.int64(bytes, at + 24));
        }
        long hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
        return merge(merge(merge(merge(hash, a), b), c), d);
    }

    private static long rest(byte[] bytes, int from, int end, long start) {
        long hash = start;
        int at = from;
        for (; end - at >= 8; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, LittleEndian.int64(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (end - at >= 4) {
            long word = LittleEndian.int32(bytes, at) & 0xFFFFFFFFL;
            hash = Long.rotateLeft(hash ^ (word * PRIME_1), 23) * PRIME_2 + PRIME_3;
            at += 4;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ ((bytes[at] & 0xFF) * PRIME_5), 11) * PRIME_1;
        }
        return hash;
    }

    @AlwaysInline("small, and called for each field")
    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }

    @AlwaysInline("small, and called for each field")
    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    /** Lets every bit depend on every other; a permutation. */
    @AlwaysInline("small, and called for each field")
    static long avalanche(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
