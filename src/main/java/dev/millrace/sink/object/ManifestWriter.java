package dev.millrace.sink.object;

import dev.millrace.model.CollectionPlan;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * Writes `manifest.json` as it learns of objects, an object a line: the plan with the schemas, each object's rows, bytes,
 * CRC32C, `_id` bounds (canonical Extended JSON), counts of values widened or kept in `_rest`, the totals.
 */
final class ManifestWriter implements AutoCloseable {

    /** Grows when a reader of the old form would misunderstand the new one. */
    private static final int VERSION = 1;

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final ObjectWriter out;
    private long objects;
    private long rows;
    private long rejected;
    private ValueCounts values = ValueCounts.NONE;
    private long bytes;

    ManifestWriter(ObjectWriter out, RunPlan plan) {
        this.out = out;
        write("{\"version\": " + VERSION);
        field("run", plan.runId());
        field("command", plan.command());
        field("source", plan.source());
        field("target", plan.target());
        field("created", plan.created().toString());
        write(",\n\"settings\": " + plan.settings().toJson(RELAXED));
        write(",\n\"collections\": [");
        String separator = "\n";
        for (CollectionPlan collection : plan.collections()) {
            write(separator + describe(collection).toJson(RELAXED));
            separator = ",\n";
        }
        write("],\n\"objects\": [");
    }

    void add(Namespace namespace, ObjectReceipt receipt, long rejectedDocuments, List<StoredObject> rejects) {
        BsonDocument entry = new BsonDocument("namespace", new BsonString(namespace.toString()));
        entry.putAll(ObjectReceipt.describe(receipt.object()));
        entry.append("rows", new BsonInt64(receipt.rows()));
        entry.append("widened", new BsonInt64(receipt.values().widened()));
        entry.append("rest", new BsonInt64(receipt.values().rest()));
        if (!rejects.isEmpty()) {
            entry.append("rejected", new BsonInt64(rejectedDocuments));
            entry.append(
                    "rejects",
                    new BsonArray(rejects.stream().map(ObjectReceipt::describe).toList()));
        }
        String json = entry.toJson(RELAXED);
        write((objects == 0 ? "\n" : ",\n") + json.substring(0, json.length() - 1));
        bound("firstId", receipt.firstId());
        bound("lastId", receipt.lastId());
        write("}");
        objects++;
        rows += receipt.rows();
        rejected += rejectedDocuments;
        values = values.plus(receipt.values());
        bytes += receipt.object().size();
    }

    StoredObject commit() {
        write("],\n\"totals\": "
                + new BsonDocument("objects", new BsonInt64(objects))
                        .append("rows", new BsonInt64(rows))
                        .append("rejected", new BsonInt64(rejected))
                        .append("widened", new BsonInt64(values.widened()))
                        .append("rest", new BsonInt64(values.rest()))
                        .append("bytes", new BsonInt64(bytes))
                        .toJson(RELAXED)
                + "}\n");
        return out.commit(Map.of(ObjectAttributes.ROWS, Long.toString(rows)));
    }

    @Override
    public void close() {
        out.close();
    }

    private static BsonDocument describe(CollectionPlan collection) {
        return new BsonDocument(
                        "namespace",
                        new BsonString(collection.info().namespace().toString()))
                .append("kind", new BsonString(collection.info().kind().name()))
                .append("schema", collection.schema());
    }

    private void field(String name, String value) {
        String json = new BsonDocument(name, new BsonString(value)).toJson(RELAXED);
        write(",\n" + json.substring(1, json.length() - 1));
    }

    /** Canonical, so that a bound's type is not lost. */
    private void bound(String name, @Nullable BsonValue id) {
        if (id != null) {
            String json = new BsonDocument(name, id).toJson(CANONICAL);
            write(", " + json.substring(1, json.length() - 1));
        }
    }

    private void write(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(utf8, 0, utf8.length);
    }
}
