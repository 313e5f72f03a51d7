package dev.millrace.contract;

import static dev.millrace.sink.object.TestDocuments.METADATA;
import static dev.millrace.sink.object.TestDocuments.ORDERS;
import static dev.millrace.sink.object.TestDocuments.add;
import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.bson;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.corrupt;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.bson.BsonDumpFormat;
import dev.millrace.sink.object.jsonl.JsonLinesFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** What the object sink does on every store. */
public abstract class ObjectSinkContract {

    private static final ObjectFormat LINES = new JsonLinesFormat(JsonMode.RELAXED, Compression.NONE);
    private static final ObjectFormat DUMP = new BsonDumpFormat(Compression.NONE);
    private static final ObjectLayout PLAIN = new ObjectLayout(false);

    /** The same store each time, connected anew. */
    protected abstract ObjectStore store();

    @Test
    void writesEachChunkAsOneObjectAndListsThemInTheManifest() throws IOException {
        List<ChunkReceipt> receipts = run(LINES, plan("run-1"), 2);

        assertThat(names())
                .containsExactly(
                        "_SUCCESS", "manifest.json", "shop/orders/part-00000.jsonl", "shop/orders/part-00001.jsonl");
        assertThat(text("shop/orders/part-00001.jsonl")).isEqualTo("{\"_id\": 10}\n{\"_id\": 11}\n");
        BsonDocument manifest = BsonDocument.parse(text("manifest.json"));
        assertThat(manifest.getString("run").getValue()).isEqualTo("run-1");
        assertThat(manifest.getDocument("settings").toJson()).isEqualTo("{\"format\": \"jsonl\"}");
        BsonDocument totals = manifest.getDocument("totals");
        assertThat(totals.getNumber("objects").longValue()).isEqualTo(2);
        assertThat(totals.getNumber("rows").longValue()).isEqualTo(4);
        assertThat(totals.getNumber("rejected").longValue()).isZero();
        BsonDocument second = manifest.getArray("objects").get(1).asDocument();
        assertThat(second.getString("object").getValue()).isEqualTo("shop/orders/part-00001.jsonl");
        assertThat(second.getNumber("rows").longValue()).isEqualTo(2);
        assertThat(second.getNumber("bytes").longValue()).isEqualTo(24);
        assertThat(second.getString("crc32c"))
                .isEqualTo(receipts.get(1).receipt().detail().getString("crc32c"));
        assertThat(second.get("firstId")).isEqualTo(new BsonInt32(10));
        assertThat(second.get("lastId")).isEqualTo(new BsonInt32(11));
    }

    @Test
    void countsInTheReceiptWhatItWasGiven() {
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1}"), batch("{\"_id\": 2}", "{\"_id\": 3}"));

            assertThat(receipt.written()).isEqualTo(3);
            assertThat(receipt.rejected()).isZero();
            assertThat(receipt.sourceBytes()).isEqualTo(3 * 14);
            assertThat(receipt.targetBytes()).isEqualTo(33);
        }
    }

    @Test
    void writesAnObjectForAnEmptyCollection() throws IOException {
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            List<ChunkReceipt> receipts = List.of(new ChunkReceipt(chunk(0), commit(sink, chunk(0))));
            sink.finish(plan("run-1"), receipts.stream());
        }

        assertThat(text("shop/orders/part-00000.jsonl")).isEmpty();
        assertThat(BsonDocument.parse(text("manifest.json"))
                        .getArray("objects")
                        .get(0)
                        .asDocument())
                .doesNotContainKey("firstId");
    }

    @Test
    void leavesNothingOfAChunkThatWasGivenUp() {
        try (ObjectSink sink = prepared(LINES, plan("run-1"));
                ChunkWriter writer = sink.open(chunk(0))) {
            DocumentBatch batch = batch("{\"_id\": 1}");
            add(batch, corrupt("bad"));
            writer.write(batch);
        }

        assertThat(names()).containsExactly("_run.json");
    }

    @Test
    void writesTheSameChunkTwiceToTheSameEnd() throws IOException {
        List<ChunkReceipt> receipts;
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            commit(sink, chunk(0), batch("{\"_id\": 1}"));
            receipts = List.of(new ChunkReceipt(chunk(0), commit(sink, chunk(0), batch("{\"_id\": 1}"))));
            sink.finish(plan("run-1"), receipts.stream());
        }

        assertThat(text("shop/orders/part-00000.jsonl")).isEqualTo("{\"_id\": 1}\n");
    }

    @Test
    void putsWhatCannotBeWrittenIntoARejectFileAndTheRestIntoTheObject() throws IOException {
        DocumentBatch batch = batch("{\"_id\": 1}");
        add(batch, corrupt("bad"));
        add(batch, bson("{\"_id\": 2}"));
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            WriteReceipt receipt = commit(sink, chunk(0), batch);
            sink.finish(plan("run-1"), List.of(new ChunkReceipt(chunk(0), receipt)).stream());

            assertThat(receipt.written()).isEqualTo(2);
            assertThat(receipt.rejected()).isEqualTo(1);
        }

        assertThat(text("shop/orders/part-00000.jsonl")).isEqualTo("{\"_id\": 1}\n{\"_id\": 2}\n");
        BsonDocument reject = BsonDocument.parse(text("rejects/shop/orders/part-00000.jsonl"));
        assertThat(reject.getString("_id").getValue()).isEqualTo("bad");
        assertThat(reject.getString("reason").getValue()).contains("not valid UTF-8");
        assertThat(Base64.getDecoder().decode(reject.getString("bson").getValue()))
                .isEqualTo(corrupt("bad"));
        BsonDocument manifest = BsonDocument.parse(text("manifest.json"));
        assertThat(manifest.getDocument("totals").getNumber("rejected").longValue())
                .isEqualTo(1);
        assertThat(manifest.getArray("objects")
                        .get(0)
                        .asDocument()
                        .getArray("rejects")
                        .get(0)
                        .asDocument())
                .containsEntry("object", new org.bson.BsonString("rejects/shop/orders/part-00000.jsonl"));
    }

    @Test
    void removesRejectsOfAnAttemptThatDoesNotCount() {
        DocumentBatch rejected = new DocumentBatch(64);
        add(rejected, corrupt("bad"));
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            commit(sink, chunk(0), rejected);
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1}"));
            sink.finish(plan("run-1"), List.of(new ChunkReceipt(chunk(0), receipt)).stream());
        }

        assertThat(names()).containsExactly("_SUCCESS", "manifest.json", "shop/orders/part-00000.jsonl");
    }

    @Test
    void removesTheObjectsOfProcessesThatLostTheirLease() {
        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1}"));
            commit(sink, chunk(7), batch("{\"_id\": 1}"));
            sink.finish(plan("run-1"), List.of(new ChunkReceipt(chunk(0), receipt)).stream());
        }

        assertThat(names()).containsExactly("_SUCCESS", "manifest.json", "shop/orders/part-00000.jsonl");
    }

    @Test
    void finishesAgain() throws IOException {
        List<ChunkReceipt> receipts = run(LINES, plan("run-1"), 2);
        String before = text("manifest.json");

        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            sink.finish(plan("run-1"), receipts.stream());
        }

        assertThat(text("manifest.json")).isEqualTo(before);
        assertThat(names()).contains("_SUCCESS").doesNotContain("_run.json");
    }

    @Test
    void noticesThatACommittedObjectIsGone() {
        List<ChunkReceipt> receipts = run(LINES, plan("run-1"), 2);
        ObjectStore store = store();
        store.stat("shop/orders/part-00001.jsonl").ifPresent(store::delete);

        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            fails(() -> sink.finish(plan("run-1"), receipts.stream()), "part-00001.jsonl", "is gone");
        }
    }

    @Test
    void noticesThatACommittedObjectIsAnotherNow() {
        List<ChunkReceipt> receipts = run(LINES, plan("run-1"), 2);
        store().put("shop/orders/part-00001.jsonl", new byte[3], ObjectAttributes.ofRun("x", "text/plain"));

        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            fails(() -> sink.finish(plan("run-1"), receipts.stream()), "part-00001.jsonl", "3 bytes, not the 24");
        }
    }

    @Test
    void isNotCompleteWhileAFinishedRunIsWrittenAgain() {
        run(LINES, plan("run-1"), 1);

        try (ObjectSink sink = prepared(LINES, plan("run-1"))) {
            assertThat(names()).contains("_SUCCESS");
            sink.open(chunk(0)).close();
        }

        assertThat(names()).doesNotContain("_SUCCESS").contains("shop/orders/part-00000.jsonl");
    }

    @Test
    void refusesTheFinishedExportOfAnotherRun() {
        run(LINES, plan("run-1"), 1);

        fails(() -> prepared(LINES, plan("run-2")), "holds the finished run run-1");
    }

    @Test
    void refusesTheUnfinishedExportOfAnotherRun() {
        prepared(LINES, plan("run-1")).close();

        fails(() -> prepared(LINES, plan("run-2")), "holds the unfinished run run-1");
    }

    @Test
    void refusesATargetWithPartsOfNobody() {
        store().put("shop/orders/part-00009.parquet", new byte[3], ObjectAttributes.ofRun("", "text/plain"));

        fails(() -> prepared(LINES, plan("run-1")), "unknown run", "shop/orders/part-00009.parquet");
    }

    @Test
    void takesATargetWithOtherThings() {
        store().put("shop/notes.txt", new byte[3], ObjectAttributes.ofRun("", "text/plain"));

        run(LINES, plan("run-1"), 1);

        assertThat(names()).contains("shop/notes.txt", "_SUCCESS");
    }

    @Test
    void isPreparedByEveryProcessOfARun() {
        try (ObjectSink one = prepared(LINES, plan("run-1"));
                ObjectSink other = prepared(LINES, plan("run-1"))) {
            WriteReceipt first = commit(one, chunk(0), batch("{\"_id\": 1}"));
            WriteReceipt second = commit(other, chunk(1), batch("{\"_id\": 2}"));
            one.finish(
                    plan("run-1"),
                    List.of(new ChunkReceipt(chunk(0), first), new ChunkReceipt(chunk(1), second)).stream());
        }

        assertThat(names()).contains("shop/orders/part-00000.jsonl", "shop/orders/part-00001.jsonl", "_SUCCESS");
    }

    @Test
    void overwritesAFinishedExportWithoutMixingTheTwo() {
        run(LINES, plan("run-1", ORDERS, new Namespace("shop", "old")), 3);
        store().put("shop/notes.txt", new byte[3], ObjectAttributes.ofRun("", "text/plain"));

        run(DUMP, plan("run-2"), 1);

        assertThat(names())
                .containsExactly(
                        "_SUCCESS", "manifest.json", "shop/notes.txt", "shop/orders.bson", "shop/orders.metadata.json");
    }

    @Test
    void overwritesAnUnfinishedExport() {
        Namespace old = new Namespace("shop", "old");
        try (ObjectSink sink = prepared(LINES, plan("run-1", old))) {
            commit(sink, chunk(0, old, 5), batch("{\"_id\": 1}"));
        }

        run(LINES, plan("run-2"), 1);

        assertThat(names()).containsExactly("_SUCCESS", "manifest.json", "shop/orders/part-00000.jsonl");
    }

    @Test
    void namesHivePartitionsAndEscapesWhatIsNoName() {
        Namespace odd = new Namespace("shop", "a/b c.ü");
        try (ObjectSink sink = new ObjectSink(store(), new ObjectLayout(true), LINES, false)) {
            sink.prepare(plan("run-1", odd));
            commit(sink, chunk(0, odd, 123_456), batch("{\"_id\": 1}"));
        }

        assertThat(names()).contains("database=shop/collection=a%2Fb%20c.%C3%BC/part-123456.jsonl");
    }

    @Test
    void joinsABsonDumpAsMongorestoreWantsIt() throws IOException {
        List<ChunkReceipt> receipts = run(DUMP, plan("run-1"), 3);

        assertThat(names())
                .containsExactly("_SUCCESS", "manifest.json", "shop/orders.bson", "shop/orders.metadata.json");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id : new int[] {0, 1, 10, 11, 20, 21}) {
            all.writeBytes(bson("{\"_id\": " + id + "}"));
        }
        assertThat(bytes("shop/orders.bson")).isEqualTo(all.toByteArray());
        assertThat(BsonDocument.parse(text("shop/orders.metadata.json"))).isEqualTo(BsonDocument.parse(METADATA));
        BsonDocument entry = BsonDocument.parse(text("manifest.json"))
                .getArray("objects")
                .get(0)
                .asDocument();
        assertThat(entry.getNumber("rows").longValue()).isEqualTo(6);
        assertThat(entry.get("lastId")).isEqualTo(new BsonInt32(21));

        try (ObjectSink sink = prepared(DUMP, plan("run-1"))) {
            sink.finish(plan("run-1"), receipts.stream());
        }
        assertThat(bytes("shop/orders.bson")).isEqualTo(all.toByteArray());
    }

    @Test
    void refusesABsonDumpInHivePartitions() {
        assertThatThrownBy(() -> new ObjectSink(store(), new ObjectLayout(true), DUMP, false))
                .hasMessageContaining("not Hive partitions");
    }

    /** Chunks of two documents each, `10 * part` and the next, of every collection; overwriting. */
    private List<ChunkReceipt> run(ObjectFormat format, RunPlan plan, int parts) {
        List<ChunkReceipt> receipts = new ArrayList<>();
        try (ObjectSink sink = new ObjectSink(store(), PLAIN, format, true)) {
            sink.prepare(plan);
            plan.collections().forEach(collection -> {
                for (int part = 0; part < parts; part++) {
                    Chunk chunk = chunk(receipts.size(), collection.info().namespace(), part);
                    receipts.add(new ChunkReceipt(
                            chunk,
                            commit(
                                    sink,
                                    chunk,
                                    batch("{\"_id\": " + 10 * part + "}", "{\"_id\": " + (10 * part + 1) + "}"))));
                }
            });
            sink.finish(plan, receipts.stream());
        }
        return receipts;
    }

    private ObjectSink prepared(ObjectFormat format, RunPlan plan) {
        ObjectSink sink = new ObjectSink(store(), PLAIN, format, false);
        sink.prepare(plan);
        return sink;
    }

    private static WriteReceipt commit(ObjectSink sink, Chunk chunk, DocumentBatch... batches) {
        try (ChunkWriter writer = sink.open(chunk)) {
            for (DocumentBatch batch : batches) {
                writer.write(batch);
            }
            return writer.commit();
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        store().list("", object -> names.add(object.name()));
        return names;
    }

    private String text(String name) throws IOException {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String name) throws IOException {
        try (InputStream in = store().read(name).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static void fails(Runnable task, String... words) {
        assertThatThrownBy(task::run).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(e.problem()).contains(words);
            assertThat(e.hint()).isNotEmpty();
        });
    }
}
