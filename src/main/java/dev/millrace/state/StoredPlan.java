package dev.millrace.state;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import java.time.Instant;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** How run stores write a plan down: one document in canonical Extended JSON. */
public final class StoredPlan {

    private StoredPlan() {}

    public static String encode(RunPlan plan) {
        BsonArray collections = new BsonArray();
        plan.collections().forEach(collection -> collections.add(collection(collection)));
        return CanonicalJson.of(new BsonDocument("runId", new BsonString(plan.runId()))
                .append("command", new BsonString(plan.command()))
                .append("source", new BsonString(plan.source()))
                .append("target", new BsonString(plan.target()))
                .append("collections", collections)
                .append("settings", plan.settings())
                .append("created", new BsonDateTime(plan.created().toEpochMilli())));
    }

    /** The reverse of {@link #encode}; throws a RuntimeException of any kind when the text is not of that form. */
    public static RunPlan decode(String json) {
        return decode(BsonDocument.parse(json));
    }

    /** The same from a document that was parsed already. */
    public static RunPlan decode(BsonDocument stored) {
        return new RunPlan(
                stored.getString("runId").getValue(),
                stored.getString("command").getValue(),
                stored.getString("source").getValue(),
                stored.getString("target").getValue(),
                stored.getArray("collections").stream()
                        .map(StoredPlan::collection)
                        .toList(),
                stored.getDocument("settings"),
                Instant.ofEpochMilli(stored.getDateTime("created").getValue()));
    }

    private static BsonDocument collection(CollectionPlan collection) {
        CollectionInfo info = collection.info();
        return new BsonDocument("namespace", new BsonString(info.namespace().toString()))
                .append("kind", new BsonString(info.kind().name()))
                .append("documents", new BsonInt64(info.documents()))
                .append("bytes", new BsonInt64(info.bytes()))
                .append("metadata", info.metadata())
                .append("schema", collection.schema());
    }

    private static CollectionPlan collection(BsonValue value) {
        BsonDocument stored = value.asDocument();
        return new CollectionPlan(
                new CollectionInfo(
                        Namespace.parse(stored.getString("namespace").getValue()),
                        CollectionKind.valueOf(stored.getString("kind").getValue()),
                        stored.getNumber("documents").longValue(),
                        stored.getNumber("bytes").longValue(),
                        stored.getDocument("metadata")),
                stored.getDocument("schema"));
    }
}
