package dev.millrace.source.generated;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Every BSON type with its edge values, one a document, over and over: `{_id: index, what: description, v: value}`.
 */
final class TypesDataset implements Dataset {

    private static final byte[] ID = BsonAppender.name("_id");
    private static final byte[] WHAT = BsonAppender.name("what");

    /** For each value the elements behind `_id`. */
    private final byte[][] values;

    TypesDataset() {
        List<Map.Entry<String, byte[]>> edges = EdgeValues.all();
        values = new byte[edges.size()][];
        BsonAppender out = new BsonAppender();
        for (int i = 0; i < values.length; i++) {
            out.clear();
            out.string(WHAT, edges.get(i).getKey().getBytes(StandardCharsets.UTF_8));
            out.raw(edges.get(i).getValue());
            values[i] = Arrays.copyOf(out.bytes(), out.length());
        }
    }

    @Override
    public DocumentGenerator generator(long seed, long count) {
        return (index, out) -> {
            int start = out.begin();
            if (index <= Integer.MAX_VALUE) {
                out.element(BsonTypeByte.INT32, ID);
                out.int32((int) index);
            } else {
                out.element(BsonTypeByte.INT64, ID);
                out.int64(index);
            }
            out.raw(values[(int) (index % values.length)]);
            out.end(start);
        };
    }
}
