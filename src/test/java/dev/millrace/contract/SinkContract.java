package dev.millrace.contract;

import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.Sink;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What every sink does whose documents can be read back: each `_id` once, whatever is repeated. */
public abstract class SinkContract {

    private static final RunPlan PLAN = plan("run-1");

    /** The same target each time, connected anew. */
    protected abstract Sink sink();

    /** What the target holds of shop.orders, in order of `_id`. */
    protected abstract List<BsonDocument> written();

    @Test
    void holdsEveryDocumentOfEveryChunkOnceItIsCommitted() {
        try (Sink sink = prepared()) {
            commit(sink, chunk(0), batch("{\"_id\": 1, \"a\": 1}"), batch("{\"_id\": 2, \"a\": 2}"));
            commit(sink, chunk(1), batch("{\"_id\": 3, \"a\": 3}"));
        }

        assertThat(written()).containsExactlyElementsOf(documents(1, 2, 3));
    }

    @Test
    void countsInTheReceiptWhatItWasGiven() {
        try (Sink sink = prepared()) {
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1}"), batch("{\"_id\": 2}", "{\"_id\": 3}"));

            assertThat(receipt.written()).isEqualTo(3);
            assertThat(receipt.rejected()).isZero();
            assertThat(receipt.sourceBytes()).isEqualTo(3 * 14);
        }
    }

    @Test
    void anEmptyChunkCanBeCommitted() {
        try (Sink sink = prepared()) {
            assertThat(commit(sink, chunk(0)).written()).isZero();
        }

        assertThat(written()).isEmpty();
    }

    @Test
    void aChunkThatWasGivenUpIsWrittenAgainFromItsStart() {
        try (Sink sink = prepared()) {
            try (ChunkWriter givenUp = sink.open(chunk(0))) {
                givenUp.write(batch("{\"_id\": 1, \"a\": 1}"));
            }
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1, \"a\": 1}", "{\"_id\": 2, \"a\": 2}"));

            assertThat(receipt.written()).isEqualTo(2);
        }

        assertThat(written()).containsExactlyElementsOf(documents(1, 2));
    }

    @Test
    void aChunkCommittedTwiceIsThereOnce() {
        DocumentBatch documents = batch("{\"_id\": 1, \"a\": 1}", "{\"_id\": 2, \"a\": 2}");
        try (Sink sink = prepared()) {
            commit(sink, chunk(0), documents);
        }
        try (Sink sink = prepared()) {
            assertThat(commit(sink, chunk(0), documents).written()).isEqualTo(2);
        }

        assertThat(written()).containsExactlyElementsOf(documents(1, 2));
    }

    @Test
    void canBePreparedAndFinishedAgainAfterACrash() {
        try (Sink sink = prepared()) {
            WriteReceipt receipt = commit(sink, chunk(0), batch("{\"_id\": 1, \"a\": 1}"));
            sink.finish(PLAN, Stream.of(new ChunkReceipt(chunk(0), receipt)));
            sink.prepare(PLAN);
            sink.finish(PLAN, Stream.of(new ChunkReceipt(chunk(0), receipt)));
        }

        assertThat(written()).containsExactlyElementsOf(documents(1));
    }

    private Sink prepared() {
        Sink sink = sink();
        sink.prepare(PLAN);
        return sink;
    }

    private static WriteReceipt commit(Sink sink, Chunk chunk, DocumentBatch... batches) {
        try (ChunkWriter writer = sink.open(chunk)) {
            for (DocumentBatch batch : batches) {
                writer.write(batch);
            }
            return writer.commit();
        }
    }

    private static List<BsonDocument> documents(int... ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> BsonDocument.parse("{\"_id\": " + id + ", \"a\": " + id + "}"))
                .toList();
    }
}
