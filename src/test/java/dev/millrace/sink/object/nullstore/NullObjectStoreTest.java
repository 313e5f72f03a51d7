package dev.millrace.sink.object.nullstore;

import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.bson.BsonDumpFormat;
import dev.millrace.sink.object.jsonl.JsonLinesFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class NullObjectStoreTest {

    @Test
    void takesAWholeRunAndCountsIt() {
        assertThat(run(new JsonLinesFormat(JsonMode.RELAXED, Compression.NONE)).targetBytes())
                .isEqualTo(11);
        assertThat(run(new BsonDumpFormat(Compression.NONE)).targetBytes()).isEqualTo(14);
    }

    private static WriteReceipt run(ObjectFormat format) {
        try (ObjectSink sink = new ObjectSink(new NullObjectStore(), new ObjectLayout(false), format, false)) {
            sink.prepare(plan("run-1"));
            WriteReceipt receipt;
            try (ChunkWriter writer = sink.open(chunk(0))) {
                writer.write(batch("{\"_id\": 1}"));
                receipt = writer.commit();
            }
            sink.finish(plan("run-1"), List.of(new ChunkReceipt(chunk(0), receipt)).stream());
            return receipt;
        }
    }
}
