package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports to a directory: what it holds afterwards, and what is said of a disk that cannot take it. */
class FileExportIT {

    @TempDir
    Path directory;

    @Test
    void namesTheTargetThatIsBelowARegularFile() throws IOException {
        Files.writeString(directory.resolve("plain"), "a file");

        Millrace.Result result = export("--to", "file:plain/out", "--format", "jsonl");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("plain/out", "not a directory", "hint: name a directory");
    }

    @Test
    void namesTheTargetThatIsReadOnly() {
        Path disk = directory.resolve("disk");
        try (Tmpfs _ = Tmpfs.mount(disk, "ro")) {
            Millrace.Result result = export("--to", "file:" + disk, "--format", "jsonl");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err())
                    .contains("cannot write " + disk, "not allowed", "hint: give user", "the right to write there");
        }
    }

    @Test
    void namesTheRunStoreThatIsReadOnly() {
        Path disk = directory.resolve("disk");
        try (Tmpfs _ = Tmpfs.mount(disk, "ro")) {
            Millrace.Result result = export("--to", "file:out", "--run-store", disk + "/runs");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains(disk + "/runs", "hint: ");
        }
    }

    @Test
    void saysThatTheDiskIsFullAndResumesOnceThereIsSpace() {
        succeeds(export("--to", "file:undisturbed", "--format", "jsonl"));
        Path disk = directory.resolve("disk");
        try (Tmpfs small = Tmpfs.mount(disk, "size=2m")) {
            Millrace.Result full = export("--to", "file:" + disk, "--format", "jsonl");

            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.out() + full.err())
                    .contains("cannot write " + disk, "the disk is full", "free space, or give the run another target");
            assertThat(Millrace.files(disk)).doesNotContainKeys("manifest.json", "_SUCCESS");

            small.remount("size=64m");
            succeeds(export("--to", "file:" + disk, "--format", "jsonl"));

            assertThat(parts(disk)).containsExactlyEntriesOf(parts(directory.resolve("undisturbed")));
            Manifest.of(Millrace.files(disk)).describes(Millrace.files(disk));
        }
    }

    @Test
    void saysThatTheDiskOfTheRunStoreIsFullAndResumesOnceThereIsSpace() throws IOException {
        Path disk = directory.resolve("disk");
        try (Tmpfs small = Tmpfs.mount(disk, "size=64k")) {
            Files.write(disk.resolve("other"), new byte[56 << 10]);
            String[] many = {"--to", "file:out", "--format", "jsonl", "--chunk-size", "10", "--run-store", disk + "/r"};
            Millrace.Result full = export(many);

            assertThat(full.exitCode()).isEqualTo(1);
            assertThat(full.err()).contains(disk.toString(), "full", "hint: ");
            assertThat(directory.resolve("out/_SUCCESS")).doesNotExist();

            small.remount("size=64m");
            succeeds(export(many));

            Map<String, byte[]> files = Millrace.files(directory.resolve("out"));
            Manifest.of(files).describes(files);
            assertThat(Manifest.of(files).rows()).isEqualTo(5000);
        }
    }

    @Test
    void refusesATargetWithAnotherRunsExportUnlessItMayOverwrite() {
        succeeds(export("--to", "file:out", "--format", "jsonl", "--chunk-size", "500"));
        Map<String, byte[]> before = Millrace.files(directory.resolve("out"));

        Millrace.Result refused = export("--to", "file:out", "--format", "parquet");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("holds the finished run ", "--overwrite to replace what is there");
        assertThat(Millrace.files(directory.resolve("out"))).containsExactlyEntriesOf(before);

        succeeds(export("--to", "file:out", "--format", "parquet", "--overwrite"));

        Map<String, byte[]> after = Millrace.files(directory.resolve("out"));
        Manifest.of(after).describes(after);
        assertThat(after)
                .containsOnlyKeys(
                        "_SUCCESS",
                        "manifest.json",
                        "generated/service-orders/part-00000.parquet",
                        "generated/service-orders/part-00001.parquet",
                        "generated/service-orders/part-00002.parquet",
                        "generated/service-orders/part-00003.parquet",
                        "generated/service-orders/part-00004.parquet");
    }

    @Test
    void doesAFinishedRunAgainOnlyWhenToldToRestart() throws IOException {
        succeeds(export("--to", "file:out", "--format", "jsonl"));
        Path part = directory.resolve("out/generated/service-orders/part-00002.jsonl");
        byte[] content = Files.readAllBytes(part);
        Files.writeString(part, "spoilt");

        Millrace.Result again = export("--to", "file:out", "--format", "jsonl");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).contains("was done already; --restart does it again");
        assertThat(part).hasContent("spoilt");

        succeeds(export("--to", "file:out", "--format", "jsonl", "--restart"));

        assertThat(part).hasBinaryContent(content);
    }

    @Test
    void writesADumpThatReadsBackAsItWas() throws IOException {
        Path recorded = Path.of("src/test/resources/dumps/plain").toAbsolutePath();
        succeeds(millrace().run("export", "--from", "dump:" + recorded, "--to", "file:once", "--format", "bson"));
        succeeds(millrace().run("export", "--from", "dump:once", "--to", "file:twice", "--format", "bson"));

        for (String collection : List.of("checked", "empty", "log", "mixed_ids", "orders", "types")) {
            String file = "fixtures/" + collection + ".bson";
            assertThat(directory.resolve("once").resolve(file)).hasSameBinaryContentAs(recorded.resolve(file));
            assertThat(directory.resolve("twice").resolve(file)).hasSameBinaryContentAs(recorded.resolve(file));
            String metadata = "fixtures/" + collection + ".metadata.json";
            assertThat(json(directory.resolve("once").resolve(metadata)))
                    .isEqualTo(json(recorded.resolve(metadata)))
                    .isEqualTo(json(directory.resolve("twice").resolve(metadata)));
        }
    }

    @Test
    void putsDocumentsThatAreNoUtf8AsideAndCountsThem() throws IOException {
        dumpWithBrokenDocuments();

        Millrace.Result strict =
                millrace().run("export", "--from", "dump:dump", "--to", "file:out", "--format", "jsonl");

        assertThat(strict.exitCode()).as(strict.toString()).isEqualTo(4);
        Map<String, byte[]> files = Millrace.files(directory.resolve("out"));
        Manifest manifest = Manifest.of(files);
        manifest.describes(files);
        assertThat(manifest.rows()).isEqualTo(18);
        assertThat(manifest.total("rejected")).isEqualTo(2);
        List<BsonDocument> rejects = lines(files.get("rejects/shop/orders/part-00000.jsonl"));
        assertThat(rejects)
                .extracting(reject -> reject.get("_id"))
                .containsExactly(new BsonInt32(7), new BsonInt32(13));
        assertThat(rejects).allSatisfy(reject -> {
            assertThat(reject.getString("reason").getValue()).contains("not valid UTF-8");
            assertThat(Base64.getDecoder().decode(reject.getString("bson").getValue()))
                    .isEqualTo(brokenDocument(reject.getInt32("_id").getValue()));
        });
    }

    @Test
    void toleratesAsManyRejectsAsItMay() throws IOException {
        dumpWithBrokenDocuments();

        Millrace.Result tolerant = millrace()
                .run("export", "--from", "dump:dump", "--to", "file:out", "--format", "jsonl", "--max-rejects", "10");

        assertThat(tolerant.exitCode()).isZero();
        assertThat(tolerant.out()).containsPattern("rejected +2");
    }

    /** Its column takes text only, `_rest` takes everything: nothing has to be rejected. */
    @Test
    void keepsWhatIsNoUtf8InTheRestColumnOfParquet() throws IOException, SQLException {
        dumpWithBrokenDocuments();

        succeeds(millrace().run("export", "--from", "dump:dump", "--to", "file:out"));

        assertThat(ParquetFiles.rowsAndIds(directory.resolve("out"))).isEqualTo("20 rows, 20 ids");
    }

    /** Twenty documents, of which those with the `_id`s 7 and 13 hold text that is none. */
    private void dumpWithBrokenDocuments() throws IOException {
        ByteArrayOutputStream orders = new ByteArrayOutputStream();
        for (int id = 0; id < 20; id++) {
            orders.writeBytes(id == 7 || id == 13 ? brokenDocument(id) : document(id));
        }
        Files.write(
                Files.createDirectories(directory.resolve("dump/shop")).resolve("orders.bson"), orders.toByteArray());
    }

    private Millrace millrace() {
        return Millrace.in(directory);
    }

    /** Five megabytes of JSON in five chunks, unless the arguments say otherwise. */
    private Millrace.Result export(String... more) {
        List<String> all = new ArrayList<>(List.of("export", "--from", "generated:service-orders?count=5000"));
        if (!Arrays.asList(more).contains("--chunk-size")) {
            all.addAll(List.of("--chunk-size", "1000"));
        }
        all.addAll(List.of(more));
        return millrace().run(all.toArray(String[]::new));
    }

    private static void succeeds(Millrace.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private static Map<String, byte[]> parts(Path target) {
        Map<String, byte[]> files = Millrace.files(target);
        files.remove("manifest.json");
        return files;
    }

    private static BsonDocument json(Path file) throws IOException {
        return BsonDocument.parse(Files.readString(file));
    }

    private static List<BsonDocument> lines(byte[] json) {
        return new String(json, StandardCharsets.UTF_8)
                .lines()
                .map(BsonDocument::parse)
                .toList();
    }

    private static byte[] document(int id) {
        BsonDocument document = new BsonDocument("_id", new BsonInt32(id)).append("name", new BsonString("millrace"));
        ByteBuffer bson = new RawBsonDocument(document, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        byte[] bytes = new byte[bson.remaining()];
        bson.get(bytes);
        return bytes;
    }

    /** With a byte in its string that UTF-8 does not have. */
    private static byte[] brokenDocument(int id) {
        byte[] document = document(id);
        document[document.length - 4] = (byte) 0xff;
        return document;
    }
}
