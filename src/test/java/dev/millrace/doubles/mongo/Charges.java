package dev.millrace.doubles.mongo;

import org.bson.BsonDocument;

/**
 * What requests cost, by Microsoft's rules of thumb: reading 1 KB by id 1 request unit, writing 1 KB 5 to 10, a page of
 * a scan tens to hundreds.
 */
final class Charges {
    private static final double QUERY = 2.3;
    private static final double SCANNED_KILOBYTE = 0.1;
    private static final double SKIPPED_DOCUMENT = 0.02;
    private static final double WRITE = 5;
    private static final double WRITTEN_KILOBYTE = 2;

    private Charges() {}

    static double ofRead(Call call, Reply reply, Catalog catalog) {
        double kilobytes = bytes(reply) / 1024.0;
        return switch (call.name()) {
            case "find" ->
                isById(call)
                        ? Math.max(1, kilobytes)
                        : QUERY + SCANNED_KILOBYTE * kilobytes + SKIPPED_DOCUMENT * call.number("skip", 0);
            case "aggregate" -> QUERY + SCANNED_KILOBYTE * Math.max(kilobytes, sampled(call, catalog));
            case "count" -> QUERY;
            default -> SCANNED_KILOBYTE * kilobytes + 1;
        };
    }

    static double ofWrite(int bytes) {
        return WRITE + WRITTEN_KILOBYTE * bytes / 1024.0;
    }

    private static boolean isById(Call call) {
        BsonDocument filter = call.document("filter");
        return filter.size() == 1
                && filter.containsKey("_id")
                && !filter.get("_id").isDocument();
    }

    /** A sample costs a scan. */
    private static double sampled(Call call, Catalog catalog) {
        StoredCollection collection = catalog.find(call.namespace());
        return collection == null || !CosmosCommands.firstStage(call).containsKey("$sample")
                ? 0
                : collection.bytes() / 1024.0;
    }

    private static long bytes(Reply reply) {
        return reply instanceof Reply.Batch batch
                ? batch.documents().stream()
                        .mapToLong(document -> document.length)
                        .sum()
                : 0;
    }
}
