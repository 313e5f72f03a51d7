package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.util.stream.IntStream;

/**
 * An array, `$array`, of a drawn or computed length, which `count(name)` gives.
 *
 * @param countSlot where its length is kept
 * @param firstSlot first of the slots of the fields inside; their sums start anew with each array
 */
record ArrayValue(Value element, NumberSource length, int countSlot, int firstSlot, int endSlot) implements Value {

    private static final byte[][] NAMES = IntStream.range(0, 1000)
            .mapToObj(index -> BsonAppender.name(Integer.toString(index)))
            .toArray(byte[][]::new);

    @Override
    public void write(Row row, byte[] name) {
        for (int i = firstSlot; i < endSlot; i++) {
            row.sums[i] = 0;
        }
        long count = Math.max(0, Decimals.rescale(length.next(row), length.scale(), 0));
        int outer = row.position;
        row.out.element(BsonTypeByte.ARRAY, name);
        int start = row.out.begin();
        for (int i = 0; i < count; i++) {
            row.position = i;
            element.write(row, i < NAMES.length ? NAMES[i] : BsonAppender.name(Integer.toString(i)));
        }
        row.out.end(start);
        row.position = outer;
        row.number(countSlot, count);
    }
}
