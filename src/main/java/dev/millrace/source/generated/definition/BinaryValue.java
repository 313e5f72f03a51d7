package dev.millrace.source.generated.definition;

import dev.millrace.source.generated.BsonAppender;
import dev.millrace.source.generated.BsonTypeByte;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Random bytes, `$binary`, with a length between `min` and `max`; `subtype` is 0 where it is not given. */
record BinaryValue(Distribution length, int subtype) implements Value {

    private static final int LONGEST = 16 * 1024 * 1024;

    static BinaryValue of(Spec spec) {
        Set<String> allowed = new TreeSet<>(Distribution.OPTIONS);
        allowed.add("subtype");
        Map<String, Spec> options = spec.options(allowed);
        long subtype = options.containsKey("subtype") ? options.get("subtype").fixed(0) : 0;
        if (subtype < 0 || subtype > 255) {
            throw spec.wrong("needs a subtype from 0 to 255");
        }
        return new BinaryValue(Distribution.lengths(spec, options, LONGEST), (int) subtype);
    }

    @Override
    public void write(Row row, byte[] name) {
        int count = (int) length.next(row.random);
        BsonAppender out = row.out;
        out.element(BsonTypeByte.BINARY, name);
        out.int32(count);
        out.int8(subtype);
        for (int i = 0; i < count / Long.BYTES; i++) {
            out.int64(row.random.next());
        }
        for (int i = 0; i < count % Long.BYTES; i++) {
            out.int8((int) row.random.next());
        }
    }
}
