package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/** The {@code $bucketAuto} stage: as many documents a bucket as divide evenly, equal values never apart. */
final class Buckets {
    private Buckets() {}

    static List<byte[]> split(List<byte[]> documents, BsonDocument specification) {
        Expression groupBy = Expression.of(specification.get("groupBy"));
        int buckets = specification.getNumber("buckets").intValue();
        List<BsonValue> values = new ArrayList<>();
        for (byte[] document : documents) {
            BsonValue value = groupBy.evaluate(RawBson.view(document));
            values.add(value == null ? BsonNull.VALUE : value);
        }
        values.sort(ValueOrder.INSTANCE);
        int size = Math.max(1, Math.round((float) values.size() / buckets));
        List<byte[]> result = new ArrayList<>();
        for (int start = 0; start < values.size(); ) {
            boolean last = result.size() == buckets - 1;
            int end = last ? values.size() : endOfBucket(values, Math.min(start + size, values.size()));
            BsonValue max = end < values.size() ? values.get(end) : values.getLast();
            result.add(bucket(values.get(start), max, end - start));
            start = end;
        }
        return result;
    }

    private static int endOfBucket(List<BsonValue> values, int wanted) {
        int end = wanted;
        while (end < values.size() && ValueOrder.INSTANCE.compare(values.get(end - 1), values.get(end)) == 0) {
            end++;
        }
        return end;
    }

    private static byte[] bucket(BsonValue min, BsonValue max, int count) {
        return RawBson.encode(new BsonDocument("_id", new BsonDocument("min", min).append("max", max))
                .append("count", new BsonInt32(count)));
    }
}
