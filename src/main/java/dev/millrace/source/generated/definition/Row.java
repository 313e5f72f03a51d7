package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.RandomStream;
import java.util.Arrays;

/**
 * The document being written, and what its later fields can know of the earlier ones: numbers by slot, with sums over
 * the newest array, and texts as places in the bytes written.
 */
final class Row {

    final BsonAppender out;
    final long seed;
    final long count;
    final long[] numbers;
    final long[] sums;
    final int[] textStarts;
    final int[] textLengths;
    /** Where each field of the whole document starts in {@link #out}; as long as somebody wants to know. */
    int[] starts = {};
    /** What values draw from: the document's own numbers, or those of a new version of some of its fields. */
    RandomStream random;

    long index;
    int position;
    private final RandomStream own = new RandomStream();
    private final RandomStream version = new RandomStream();
    private final long baseSeed;
    private final Row[] others;

    /** @param salt of the collection; collections of one seed differ by it */
    Row(long baseSeed, long salt, long count, Slots slots, BsonAppender out) {
        this.baseSeed = baseSeed;
        this.seed = baseSeed ^ salt;
        this.count = count;
        this.random = own;
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
        random = own;
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

    /** Values draw a version of their own from now on; 0 is the document's own. */
    RandomStream version(long number) {
        version.restart(seed ^ RandomStream.mix(number), index);
        return version;
    }

    void draw(RandomStream from) {
        random = from;
    }

    RandomStream own() {
        return own;
    }

    /** The row of a linked document; it writes to the same place, or to one of its own. */
    Row other(LinkedRow link, boolean apart) {
        Row other = others[link.number()];
        if (other == null) {
            BsonAppender target = apart ? new BsonAppender() : out;
            other = new Row(baseSeed, link.salt(), link.count(), link.slots(), target);
            others[link.number()] = other;
        }
        return other;
    }
}
