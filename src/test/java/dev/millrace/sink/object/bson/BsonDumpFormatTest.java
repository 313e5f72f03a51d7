package dev.millrace.sink.object.bson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.Namespace;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.TestDocuments;
import dev.millrace.sink.object.file.FileObjectStore;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.NamespaceSelection;
import dev.millrace.source.dump.DumpSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BsonDumpFormatTest {

    private static final Path DUMPS = Path.of("src/test/resources/dumps/plain");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "GZIP"})
    void dumpsADumpByteForByteThroughManyChunks(Compression compression) throws IOException {
        List<CollectionInfo> collections = export(compression);

        for (CollectionInfo collection : collections) {
            String name = "fixtures/" + collection.namespace().collection();
            assertThat(content(name + ".bson", compression))
                    .as(name)
                    .isEqualTo(Files.readAllBytes(DUMPS.resolve(name + ".bson")));
            assertThat(json(content(name + ".metadata.json", compression)).get("indexes"))
                    .isEqualTo(json(Files.readAllBytes(DUMPS.resolve(name + ".metadata.json")))
                            .get("indexes"));
        }
    }

    @Test
    void describesAViewAsThePlainCollectionThatItBecomes() {
        CollectionInfo view = TestDocuments.info(new Namespace("shop", "open"), CollectionKind.VIEW);

        BsonDocument metadata = json(new BsonDumpFormat(Compression.NONE)
                .sideObjects(view)
                .getFirst()
                .content());

        assertThat(metadata.getString("type").getValue()).isEqualTo("collection");
        assertThat(metadata.getDocument("options")).isEmpty();
    }

    @Test
    void refusesWhatMongorestoreCannotRead() {
        assertThatThrownBy(() -> new BsonDumpFormat(Compression.ZSTD)).hasMessageContaining("mongorestore");
    }

    private List<CollectionInfo> export(Compression compression) {
        try (DumpSource source = new DumpSource(DUMPS);
                ObjectSink sink = new ObjectSink(
                        new FileObjectStore(directory),
                        new ObjectLayout(false),
                        new BsonDumpFormat(compression),
                        false)) {
            List<CollectionInfo> collections = source.collections(new NamespaceSelection(List.of("fixtures"))).stream()
                    .filter(collection -> collection.kind() != CollectionKind.VIEW)
                    .toList();
            RunPlan plan = new RunPlan(
                    "run-1",
                    "export",
                    source.description(),
                    sink.description(),
                    collections.stream()
                            .map(collection -> new CollectionPlan(collection, new BsonDocument()))
                            .toList(),
                    new BsonDocument(),
                    Instant.EPOCH);
            sink.prepare(plan);
            List<ChunkReceipt> receipts = new ArrayList<>();
            for (CollectionInfo collection : collections) {
                List<Chunk> chunks = new ArrayList<>();
                source.plan(
                        collection,
                        new ChunkSize(7),
                        range -> chunks.add(new Chunk(
                                receipts.size() + chunks.size(), collection.namespace(), chunks.size(), range)));
                chunks.forEach(chunk -> receipts.add(move(source, sink, chunk)));
            }
            sink.finish(plan, receipts.stream());
            return collections;
        }
    }

    private static ChunkReceipt move(DumpSource source, ObjectSink sink, Chunk chunk) {
        DocumentBatch batch = new DocumentBatch(1024);
        try (ChunkReader reader = source.open(chunk);
                ChunkWriter writer = sink.open(chunk)) {
            while (reader.read(batch)) {
                writer.write(batch);
            }
            return new ChunkReceipt(chunk, writer.commit());
        }
    }

    private byte[] content(String name, Compression compression) throws IOException {
        try (InputStream in = Files.newInputStream(directory.resolve(name + compression.suffix()))) {
            return (compression == Compression.GZIP ? new GZIPInputStream(in) : in).readAllBytes();
        }
    }

    private static BsonDocument json(byte[] content) {
        return BsonDocument.parse(new String(content, StandardCharsets.UTF_8));
    }
}
