package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.RandomStream;
import java.util.Arrays;

/**
 * The document being written, and what its later fields can know of the earlier ones: numbers by slot, with sums over
 * the newest array, and texts as places in the bytes written.
 */
final class Row {

    final RandomStream random = new RandomStream();
    final BsonAppender out;
    final long seed;
    final long count;
    final long[] numbers;
    final long[] sums;
    final int[] textStarts;
    final int[] textLengths;
    long index;
    int position;
    private final Row[] others;

    Row(long seed, long count, Slots slots, BsonAppender out) {
        this.seed = seed;
        this.count = count;
        this.out = out;
        numbers = new long[slots.numbers()];
        sums = new long[slots.numbers()];
        textStarts = new int[slots.texts()];
        textLengths = new int[slots.texts()];
        others = new Row[slots.references()];
    }

    void start(long documentIndex) {
        index = documentIndex;
        position = 0;
        random.restart(seed, documentIndex);
        Arrays.fill(numbers, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(textLengths, 0);
    }

    void number(int slot, long value) {
        numbers[slot] = value;
        sums[slot] += value;
    }

    void text(int slot, int start, int length) {
        textStarts[slot] = start;
        textLengths[slot] = length;
    }

    /** The row that reference number `reference` writes its key with, into the same document. */
    Row other(int reference, long otherCount, Slots slots) {
        Row other = others[reference];
        if (other == null) {
            other = new Row(seed, otherCount, slots, out);
            others[reference] = other;
        }
        return other;
    }
}
