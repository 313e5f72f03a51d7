package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Runs aggregation stages one after the other over lists of raw documents. */
final class Pipeline {
    private final Random random;
    private final boolean allowDiskUse;

    Pipeline(Random random, boolean allowDiskUse) {
        this.random = random;
        this.allowDiskUse = allowDiskUse;
    }

    List<byte[]> run(List<byte[]> documents, List<BsonDocument> stages) {
        List<byte[]> current = documents;
        for (BsonDocument stage : stages) {
            current = stage(current, stage);
        }
        return current;
    }

    private List<byte[]> stage(List<byte[]> documents, BsonDocument stage) {
        if (stage.size() != 1) {
            throw ErrorCode.STAGE_SHAPE.failure(
                    "A pipeline stage specification object must contain exactly one field.");
        }
        String name = stage.getFirstKey();
        BsonValue value = stage.get(name);
        return switch (name) {
            case "$match" -> match(documents, Filter.of(value.asDocument()));
            case "$sample" -> sample(documents, size(value.asDocument().get("size")));
            case "$project" -> project(documents, value.asDocument());
            case "$sort" -> SortOrder.sort(documents, value.asDocument(), allowDiskUse);
            case "$limit" -> documents.subList(0, Math.min(size(value), documents.size()));
            case "$skip" -> documents.subList(Math.min(size(value), documents.size()), documents.size());
            case "$count" -> count(documents, value.asString().getValue());
            case "$group" -> new Grouping(value.asDocument()).group(documents);
            case "$bucketAuto" -> Buckets.split(documents, value.asDocument());
            default -> throw ErrorCode.UNKNOWN_STAGE.failure("Unrecognized pipeline stage name: '" + name + "'");
        };
    }

    private static int size(@Nullable BsonValue value) {
        if (value == null || !value.isNumber() || value.asNumber().longValue() < 0) {
            throw new CommandFailure(28747, "Location28747", "size argument must be a non-negative number");
        }
        return (int) Math.min(Integer.MAX_VALUE, value.asNumber().longValue());
    }

    private static List<byte[]> match(List<byte[]> documents, Filter filter) {
        return filter.keepsEverything()
                ? documents
                : documents.stream()
                        .filter(document -> filter.matches(RawBson.view(document)))
                        .toList();
    }

    /** Different documents in random order; the real server may, rarely, give one twice. */
    private List<byte[]> sample(List<byte[]> documents, int size) {
        List<byte[]> shuffled = new ArrayList<>(documents);
        int taken = Math.min(size, shuffled.size());
        synchronized (random) {
            for (int i = 0; i < taken; i++) {
                Collections.swap(shuffled, i, random.nextInt(i, shuffled.size()));
            }
        }
        return shuffled.subList(0, taken);
    }

    private static List<byte[]> count(List<byte[]> documents, String field) {
        return documents.isEmpty()
                ? List.of()
                : List.of(RawBson.encode(new BsonDocument(field, new BsonInt32(documents.size()))));
    }

    private static List<byte[]> project(List<byte[]> documents, BsonDocument specification) {
        if (specification.isEmpty()) {
            throw ErrorCode.EMPTY_PROJECTION.failure("$project specification must have at least one field");
        }
        boolean plain = specification.values().stream().allMatch(value -> value.isBoolean() || value.isNumber());
        if (plain) {
            Projection projection = Projection.of(specification);
            return projection == null
                    ? documents
                    : documents.stream().map(projection::apply).toList();
        }
        return documents.stream()
                .map(document -> compute(document, specification))
                .toList();
    }

    private static byte[] compute(byte[] document, BsonDocument specification) {
        BsonDocument source = RawBson.decode(document);
        BsonDocument result = new BsonDocument();
        if (!specification.containsKey("_id") && source.containsKey("_id")) {
            result.append("_id", source.get("_id"));
        }
        specification.forEach((field, value) -> {
            boolean copied = value.isBoolean() || value.isNumber();
            BsonValue computed = !copied
                    ? Expression.of(value).evaluate(source)
                    : Expression.isTrue(value) ? source.get(field) : null;
            if (computed != null) {
                result.append(field, computed);
            }
        });
        return RawBson.encode(result);
    }
}
