package dev.millrace.source.generated.definition;

/**
 * The `_id` of a document of another data set made with the same seed, `$reference`: what that data set writes as its
 * `_id` for a drawn index.
 *
 * @param number which of the row's other rows it uses
 * @param count  how many documents the other collection has
 */
record ReferenceValue(int number, Value id, Slots slots, long count, Distribution choice) implements Value {

    @Override
    public void write(Row row, byte[] name) {
        Row other = row.other(number, count, slots);
        other.start(choice.next(row.random));
        id.write(other, name);
    }
}
