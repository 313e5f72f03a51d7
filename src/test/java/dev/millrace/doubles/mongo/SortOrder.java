package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A sort by fields; of an array counts its smallest element, or its largest when descending. */
final class SortOrder {
    /** The server sorts at most this much without an index and without {@code allowDiskUse}. */
    private static final long MAX_BYTES = 33_554_432;

    private SortOrder() {}

    private record Keyed(List<BsonValue> keys, byte[] document) {}

    static List<byte[]> sort(List<byte[]> documents, BsonDocument specification, boolean allowDiskUse) {
        long bytes = documents.stream().mapToLong(document -> document.length).sum();
        if (bytes > MAX_BYTES && !allowDiskUse) {
            throw ErrorCode.OPERATION_FAILED.failure("Executor error during find command :: caused by :: Sort operation"
                    + " used more than the maximum " + MAX_BYTES
                    + " bytes of RAM. Add an index, or specify a smaller limit.");
        }
        List<FieldPath> paths = new ArrayList<>();
        List<Boolean> descending = new ArrayList<>();
        for (Map.Entry<String, BsonValue> field : specification.entrySet()) {
            paths.add(new FieldPath(field.getKey()));
            descending.add(field.getValue().asNumber().intValue() < 0);
        }
        List<Keyed> keyed = new ArrayList<>();
        for (byte[] document : documents) {
            List<BsonValue> keys = new ArrayList<>();
            for (int i = 0; i < paths.size(); i++) {
                keys.add(key(paths.get(i), RawBson.view(document), descending.get(i)));
            }
            keyed.add(new Keyed(keys, document));
        }
        keyed.sort((a, b) -> compare(a.keys(), b.keys(), descending));
        return keyed.stream().map(Keyed::document).toList();
    }

    private static int compare(List<BsonValue> left, List<BsonValue> right, List<Boolean> descending) {
        for (int i = 0; i < left.size(); i++) {
            int order = ValueOrder.INSTANCE.compare(left.get(i), right.get(i));
            if (order != 0) {
                return descending.get(i) ? -order : order;
            }
        }
        return 0;
    }

    private static BsonValue key(FieldPath path, BsonDocument document, boolean descending) {
        List<@Nullable BsonValue> candidates = path.candidates(document);
        Comparator<BsonValue> order = descending ? ValueOrder.INSTANCE.reversed() : ValueOrder.INSTANCE;
        return candidates.stream()
                .map(value -> value == null ? BsonNull.VALUE : value)
                .filter(value -> candidates.size() == 1 || !value.isArray())
                .min(order)
                .orElse(BsonNull.VALUE);
    }
}
