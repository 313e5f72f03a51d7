package dev.millrace.source.generated.definition;

/**
 * The `_id` of a document of another collection made with the same seed, `$reference`: what that collection has as the
 * `_id` of a drawn or computed index. As a number it is this index.
 */
record ReferenceValue(LinkedRow link, Value id, NumberSource at, int slot) implements Value {

    @Override
    public void write(Row row, byte[] name) {
        long place = link.place(Decimals.rescale(at.next(row), at.scale(), 0));
        row.number(slot, place);
        Row other = row.other(link, false);
        other.start(place);
        id.write(other, name);
    }
}
