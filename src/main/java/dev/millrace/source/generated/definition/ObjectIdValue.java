package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import dev.millrace.source.generated.RandomStream;
import java.util.Map;
import java.util.Set;

/**
 * An ObjectId, `$objectId`, whose time grows with the document's index from `from` to `to`; unique as long as there are
 * fewer than 16 million documents a second. As a number it is its time in milliseconds.
 */
record ObjectIdValue(long from, long to, int slot) implements Value {

    static ObjectIdValue of(Spec spec, Slots slots) {
        Map<String, Spec> options = spec.options(Set.of("from", "to"));
        Spec from = options.get("from");
        Spec to = options.get("to");
        if (from == null || to == null || to.moment() <= from.moment()) {
            throw spec.wrong("needs the options 'from' and 'to', the second after the first");
        }
        return new ObjectIdValue(from.moment(), to.moment(), slots.number(spec, 0));
    }

    @Override
    public void write(Row row, byte[] name) {
        long time = from + (long) ((double) (to - from) * row.index / Math.max(1, row.count));
        row.number(slot, time);
        BsonAppender out = row.out;
        out.element(BsonTypeByte.OBJECT_ID, name);
        out.int32(Integer.reverseBytes((int) (time / 1000)));
        // Five bytes that belong to the "process", then three that count.
        long process = RandomStream.mix(row.seed);
        out.int32((int) process);
        out.int32((int) (process >>> 32 & 0xFF) | Integer.reverseBytes((int) row.index & 0xFFFFFF));
    }
}
