package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows that JMH's benchmarks make, all on one core and from memory. `MicroRows JMH_JSON`. */
public final class MicroRows {

    /** Bytes of a document of {@code ServiceOrders}, which the benchmarks of documents of 1 KB share. */
    private final double orderMegabytes;

    private final Map<String, JsonNode> metrics = new HashMap<>();

    private MicroRows(JsonNode results) {
        for (JsonNode result : results) {
            String[] path = result.get("benchmark").asText().split("\\.");
            String name = path[path.length - 2] + "." + path[path.length - 1];
            metrics.put(name + parameters(result.path("params")), result);
        }
        double megabytes =
                secondary("CopyBenchmark.ordersJsonb", "bsonMegabytes").median();
        orderMegabytes =
                megabytes / secondary("CopyBenchmark.ordersJsonb", "documents").median();
    }

    private static String parameters(JsonNode parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach(value -> text.append(':').append(value.asText()));
        return text.toString();
    }

    public static void main(String... args) throws IOException {
        MicroRows rows =
                new MicroRows(new ObjectMapper().readTree(Path.of(args[0]).toFile()));
        rows.documents();
        rows.copies();
        rows.events();
        rows.made();
    }

    private void documents() {
        Results.add(order("walk every value, 1 KB", "CursorBenchmark.cursor")
                .against("BsonBinaryReader", rate("CursorBenchmark.driverReader"))
                .goal(Goal.ratio(5)));
        Results.add(order("hash of documents, 1 KB", "HashBenchmark.hash")
                .against("CRC32C of the JDK", rate("HashBenchmark.crc32c")));
        Results.add(order("relaxed JSON, 1 KB", "JsonBenchmark.relaxed")
                .against("Document.toJson()", rate("JsonBenchmark.driverDocumentToJson"))
                .goal(Goal.ratio(4)));
        Results.add(order("Parquet zstd, 1 KB", "ParquetBenchmark.documents:ZSTD")
                .against("the same writer, ready values", rate("ParquetBenchmark.readyValues:ZSTD"))
                .goal(Goal.ratio(0.6)));
    }

    private Result order(String what, String benchmark) {
        Series rates = rate(benchmark);
        return Result.of(what, rates).megabytes(rates.median() * orderMegabytes);
    }

    private void copies() {
        copy("COPY rows of 1 KB, nested as jsonb", "ordersJsonb", Goal.megabytes(300));
        copy("COPY rows of 1 KB, nested flattened", "ordersFlatten", null);
        copy("COPY rows of 1 KB, arrays as child tables", "ordersTables", null);
        copy("COPY rows of users, 100 B", "users", null);
    }

    private void copy(String what, String method, @Nullable Goal goal) {
        String name = "CopyBenchmark." + method;
        Results.add(Result.of(what, secondary(name, "documents"))
                .megabytes(secondary(name, "bsonMegabytes").median())
                .goal(goal));
    }

    private void events() {
        event("change events of 1 KB as JSON, untouched", "encodingAlone", null);
        event("change events of 1 KB, six transforms", "transforms", null);
        event("change events of 1 KB, validation", "validation", null);
        event("change events of 1 KB, all of it", "transformsValidationAndEncoding", null);
    }

    private void event(String what, String method, @Nullable Goal goal) {
        Results.add(Result.of(what, rate("EventBenchmark." + method)).goal(goal));
    }

    private void made() {
        generated("made-up service orders, 1.2 KB", "service-orders", Goal.rate(300_000));
        generated("made-up transactions, 0.7 KB", "transactions", null);
        generated("made-up users, 92 B", "users", null);
    }

    private void generated(String what, String dataset, @Nullable Goal goal) {
        Results.add(
                Result.of(what, rate("GeneratorBenchmark.document:" + dataset)).goal(goal));
    }

    private Series rate(String name) {
        return series(metric(name).get("primaryMetric"));
    }

    private Series secondary(String name, String counter) {
        return series(metric(name).get("secondaryMetrics").get(counter));
    }

    private JsonNode metric(String name) {
        JsonNode metric = metrics.get(name);
        if (metric == null) {
            throw new IllegalStateException("JMH has not measured " + name);
        }
        return metric;
    }

    private static Series series(JsonNode metric) {
        double[] values = StreamSupport.stream(metric.get("rawData").spliterator(), false)
                .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        return Series.of(values);
    }
}
