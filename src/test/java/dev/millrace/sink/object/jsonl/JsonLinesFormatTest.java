package dev.millrace.sink.object.jsonl;

import static dev.millrace.sink.object.TestDocuments.ORDERS;
import static dev.millrace.sink.object.TestDocuments.add;
import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.corrupt;
import static dev.millrace.sink.object.TestDocuments.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.millrace.bson.JsonMode;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.RejectedDocument;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.FormatWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonLinesFormatTest {

    private static final CollectionPlan PLAN =
            new CollectionPlan(info(ORDERS, CollectionKind.COLLECTION), new BsonDocument());

    @Test
    void writesRelaxedOrCanonicalExtendedJson() throws IOException {
        assertThat(lines(JsonMode.RELAXED, batch("{\"_id\": 1, \"d\": 1.5}"))).isEqualTo("{\"_id\": 1, \"d\": 1.5}\n");
        assertThat(lines(JsonMode.CANONICAL, batch("{\"_id\": 1}"))).isEqualTo("{\"_id\": {\"$numberInt\": \"1\"}}\n");
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void givesTheSameLinesHoweverItIsCompressed(Compression compression) throws IOException {
        DocumentBatch[] batches = new DocumentBatch[50];
        for (int at = 0; at < batches.length; at++) {
            batches[at] = batch("{\"_id\": " + at + ", \"text\": \"" + "x".repeat(at * 1000) + "\"}", "{\"_id\": -1}");
        }

        byte[] object = write(new JsonLinesFormat(JsonMode.RELAXED, compression), batches);

        assertThat(decompressed(compression, object)).isEqualTo(lines(JsonMode.RELAXED, batches));
        assertThat(write(new JsonLinesFormat(JsonMode.RELAXED, compression), batches))
                .isEqualTo(object);
    }

    @Test
    void rejectsWhatIsNoJsonAndGoesOn() throws IOException {
        DocumentBatch batch = batch("{\"_id\": 1}");
        add(batch, corrupt("bad"));
        add(batch, corrupt("worse"));
        List<RejectedDocument> rejects = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        try (FormatWriter writer =
                new JsonLinesFormat(JsonMode.RELAXED, Compression.NONE).open(PLAN, out, rejects::add)) {
            writer.write(batch);
            writer.finish();
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"_id\": 1}\n");
        assertThat(rejects).extracting(RejectedDocument::id).containsExactly("\"bad\"", "\"worse\"");
        assertThat(rejects.getFirst().reason()).contains("UTF-8").doesNotContain("XYZ");
    }

    @Test
    void namesItsObjectsByCompression() {
        assertThat(new JsonLinesFormat(JsonMode.RELAXED, Compression.NONE).extension())
                .isEqualTo("jsonl");
        assertThat(new JsonLinesFormat(JsonMode.RELAXED, Compression.GZIP).extension())
                .isEqualTo("jsonl.gz");
        assertThat(new JsonLinesFormat(JsonMode.RELAXED, Compression.ZSTD).extension())
                .isEqualTo("jsonl.zst");
    }

    @Test
    void refusesALevelThatTheCompressionDoesNotHave() {
        assertThatThrownBy(() -> new JsonLinesFormat(JsonMode.RELAXED, Compression.GZIP, 12))
                .hasMessageContaining("gzip has no compression level 12");
    }

    private static String lines(JsonMode mode, DocumentBatch... batches) throws IOException {
        return new String(write(new JsonLinesFormat(mode, Compression.NONE), batches), StandardCharsets.UTF_8);
    }

    private static byte[] write(JsonLinesFormat format, DocumentBatch... batches) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FormatWriter writer = format.open(PLAN, out, reject -> {
            throw new AssertionError(reject.reason());
        })) {
            for (DocumentBatch batch : batches) {
                writer.write(batch);
            }
            writer.finish();
        }
        return out.toByteArray();
    }

    private static String decompressed(Compression compression, byte[] object) throws IOException {
        InputStream in = new ByteArrayInputStream(object);
        try (InputStream plain =
                switch (compression) {
                    case NONE -> in;
                    case GZIP -> new GZIPInputStream(in);
                    case ZSTD -> new ZstdInputStream(in);
                }) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
