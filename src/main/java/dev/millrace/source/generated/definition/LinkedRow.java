package dev.millrace.source.generated.definition;

/**
 * The documents of another collection as a value refers to them.
 *
 * @param number which of the row's other rows is used
 * @param slots  of the other collection's fields
 * @param count  how many documents it has
 * @param salt   that of the other collection
 */
record LinkedRow(int number, Slots slots, long count, long salt) {

    /** The place in the other collection that a number means. */
    long place(long number) {
        return Math.clamp(number, 0, Math.max(0, count - 1));
    }
}
