package dev.millrace.sink.object;

import dev.millrace.bson.LittleEndian;
import java.util.zip.Checksum;

/**
 * CRC32C by tables, sixteen bytes at a time, for native programs: there the sum of {@link java.util.zip.CRC32C}, an instruction of the
 * processor elsewhere, is computed by methods that are not inlined. Source of the method: "slicing-by-8", M. Kounavis and F.
 * Berry, A Systematic Approach to Building High Performance Software-based CRC Generators, 2005.
 */
final class SlicedCrc32c implements Checksum {

    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int SLICES = 16;

    /** Of each slice and each byte, what it adds to the sum when it has been followed by as many bytes as the slice's number. */
    private static final int[] TABLE = table();

    private int register = -1;

    private static int[] table() {
        int[] table = new int[SLICES << 8];
        for (int octet = 0; octet < 256; octet++) {
            int sum = octet;
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum >>> 1) ^ ((sum & 1) == 0 ? 0 : POLYNOMIAL);
            }
            table[octet] = sum;
        }
        for (int at = 256; at < table.length; at++) {
            int before = table[at - 256];
            table[at] = (before >>> 8) ^ table[before & 0xFF];
        }
        return table;
    }

    @Override
    public void update(int octet) {
        register = (register >>> 8) ^ TABLE[(register ^ octet) & 0xFF];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int[] table = TABLE;
        int sum = register;
        int at = offset;
        int end = offset + length;
        for (; end - at >= SLICES; at += SLICES) {
            long first = LittleEndian.int64(bytes, at) ^ (sum & 0xFFFFFFFFL);
            long second = LittleEndian.int64(bytes, at + 8);
            sum = table[0xF00 | ((int) first & 0xFF)]
                    ^ table[0xE00 | ((int) (first >>> 8) & 0xFF)]
                    ^ table[0xD00 | ((int) (first >>> 16) & 0xFF)]
                    ^ table[0xC00 | ((int) (first >>> 24) & 0xFF)]
                    ^ table[0xB00 | ((int) (first >>> 32) & 0xFF)]
                    ^ table[0xA00 | ((int) (first >>> 40) & 0xFF)]
                    ^ table[0x900 | ((int) (first >>> 48) & 0xFF)]
                    ^ table[0x800 | (int) (first >>> 56)]
                    ^ table[0x700 | ((int) second & 0xFF)]
                    ^ table[0x600 | ((int) (second >>> 8) & 0xFF)]
                    ^ table[0x500 | ((int) (second >>> 16) & 0xFF)]
                    ^ table[0x400 | ((int) (second >>> 24) & 0xFF)]
                    ^ table[0x300 | ((int) (second >>> 32) & 0xFF)]
                    ^ table[0x200 | ((int) (second >>> 40) & 0xFF)]
                    ^ table[0x100 | ((int) (second >>> 48) & 0xFF)]
                    ^ table[(int) (second >>> 56)];
        }
        for (; at < end; at++) {
            sum = (sum >>> 8) ^ table[(sum ^ bytes[at]) & 0xFF];
        }
        register = sum;
    }

    @Override
    public long getValue() {
        return ~register & 0xFFFFFFFFL;
    }

    @Override
    public void reset() {
        register = -1;
    }
}
