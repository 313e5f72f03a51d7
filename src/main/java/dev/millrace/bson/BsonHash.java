package dev.millrace.bson;

import java.util.HexFormat;

/**
 * The fingerprint of a multiset of documents: 128 bits that do not depend on their order, nor on how they were divided
 * before {@link #combine}. Documents are equal where their bytes are. Two sums modulo 2^64, of XXH64 and of what a permutation
 * makes of it: one pass over the bytes, and changes that cancel out in one sum do not in the other. It finds differences
 * that happen, not forgeries. Not safe for use by two threads at once.
 */
public final class BsonHash {

    private static final long SECOND = 0x6D696C6C72616365L;

    private long documents;
    private long first;
    private long second;

    /** Adds the document that fills `length` bytes from `offset`. */
    public void add(byte[] bson, int offset, int length) {
        documents++;
        long hash = XxHash64.hash(bson, offset, length, 0);
        first += hash;
        second += XxHash64.avalanche(hash ^ SECOND);
    }

    /** Adds all documents of another set. */
    public void combine(BsonHash other) {
        documents += other.documents;
        first += other.first;
        second += other.second;
    }

    /** How many documents were added. */
    public long documents() {
        return documents;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BsonHash that
                && documents == that.documents
                && first == that.first
                && second == that.second;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(documents ^ first ^ second);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(first) + HexFormat.of().toHexDigits(second);
    }
}
