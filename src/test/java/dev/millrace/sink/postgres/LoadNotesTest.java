package dev.millrace.sink.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Namespace;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.postgres.copy.CopyCounts;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** What a run says of values that did not simply become the value of a column. */
class LoadNotesTest {

    @Test
    void addsUpEachPolicyOverAllChunks() {
        LoadNotes notes = new LoadNotes();
        notes.add(receipt(1, new CopyCounts(10, 1000, 2, 0, 3, 0)));
        notes.add(receipt(0, new CopyCounts(10, 500, 0, 0, 4, 1)));

        assertThat(notes.sentences())
                .containsExactly(
                        "1 documents were refused by the server and are in the reject file",
                        "1,500 numbers are in a column of another type, numerically the same",
                        "2 values have no column or do not fit it, and are in _rest",
                        "7 NUL characters were replaced by U+FFFD",
                        "1 values did not fit their column and were dropped, as the mapping file says");
    }

    @Test
    void saysNothingOfWhatDidNotOccur() {
        LoadNotes notes = new LoadNotes();
        notes.add(receipt(0, new CopyCounts(10, 0, 0, 0, 0, 0)));

        assertThat(notes.sentences()).isEmpty();
    }

    private static ChunkReceipt receipt(long refused, CopyCounts counts) {
        Chunk chunk = new Chunk(0, Namespace.parse("shop.orders"), 0, new ChunkRange(new BsonDocument(), 10, 100));
        return new ChunkReceipt(chunk, new WriteReceipt(10, refused, 100, 100, ChunkDetail.of(0, refused, counts)));
    }
}
