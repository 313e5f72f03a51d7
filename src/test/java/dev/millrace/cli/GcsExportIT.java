package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.gcs.Fault;
import dev.millrace.doubles.gcs.GcsDouble;
import dev.millrace.doubles.gcs.HeldObject;
import dev.millrace.doubles.gcs.RequestKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports to Cloud Storage: the real client in the real program, against a server that fails as the service does. */
class GcsExportIT {

    /** Three parts of about a megabyte of JSON each: four pieces of a resumable upload. */
    private static final List<String> EXPORT =
            List.of("export", "--from", "generated:service-orders?count=3000", "--upload-chunk", "256KB");

    /** What an undisturbed export of JSON Lines writes. */
    private static Map<String, byte[]> undisturbed;

    @TempDir
    Path directory;

    private GcsDouble gcs;

    @BeforeAll
    static void exportUndisturbed(@TempDir Path elsewhere) {
        succeeds(chunkByChunk(elsewhere).run(arguments("--to", "file:out", "--format", "jsonl")));
        undisturbed = Millrace.files(elsewhere.resolve("out"));
        Manifest.of(undisturbed).describes(undisturbed);
    }

    @BeforeEach
    void start() {
        gcs = GcsDouble.start("bucket");
    }

    @AfterEach
    void stop() {
        gcs.close();
    }

    @Test
    void writesParquetThatDuckDbReads() throws IOException, SQLException {
        succeeds(millrace().run(arguments("--to", "gs://bucket/shop")));

        Map<String, byte[]> files = held("shop/");
        Manifest manifest = Manifest.of(files);
        manifest.describes(files);
        assertThat(manifest.names())
                .containsExactly(
                        "generated/service-orders/part-00000.parquet",
                        "generated/service-orders/part-00001.parquet",
                        "generated/service-orders/part-00002.parquet");
        assertThat(files).hasSize(5);
        assertThat(rowsAndIds(files)).isEqualTo("3000 rows, 3000 ids");
    }

    @Test
    void describesEachObjectAndWritesSuccessLast() {
        succeeds(exportJson());

        for (HeldObject part : parts()) {
            assertThat(part.metadata())
                    .containsEntry("millrace-rows", new BsonString("1000"))
                    .containsKeys("millrace-run", "millrace-chunk");
            assertThat(part.contentType()).isEqualTo("application/x-ndjson");
        }
        assertThat(Collections.max(gcs.objects("bucket"), Comparator.comparing(HeldObject::generation))
                        .name())
                .isEqualTo("shop/_SUCCESS");
        holdsTheUndisturbedExport();
    }

    @Test
    void takesTheTargetFromTheVariablesOfOlderTools() {
        Millrace variables = millrace()
                .withVariable("GCS_BUCKET", "bucket")
                .withVariable("GCS_PREFIX", "shop")
                .withVariable("OUTPUT_FORMAT", "json");

        succeeds(variables.run(arguments()));

        holdsTheUndisturbedExport();
    }

    @Test
    void joinsTheChunksOfABsonDumpByComposing() {
        succeeds(millrace().run(arguments("--to", "gs://bucket/a", "--format", "bson")));
        succeeds(millrace()
                .run(arguments("--to", "gs://bucket/b", "--format", "bson", "--chunk-size", "75", "--workers", "4")));

        Map<String, byte[]> whole = held("a/");
        Map<String, byte[]> joined = held("b/");
        Manifest.of(joined).describes(joined);
        assertThat(joined).containsOnlyKeys(whole.keySet());
        assertThat(joined.keySet())
                .containsExactly(
                        "_SUCCESS",
                        "generated/service-orders.bson",
                        "generated/service-orders.metadata.json",
                        "manifest.json");
        assertThat(joined.get("generated/service-orders.bson")).isEqualTo(whole.get("generated/service-orders.bson"));
        assertThat(Manifest.of(joined).rows()).isEqualTo(3000);
        assertThat(gcs.requests()).contains(RequestKind.COMPOSE);
    }

    @Test
    void sendsKeyStorageClassAndMetadataWithEveryObject() {
        String key = "projects/p/locations/eu/keyRings/r/cryptoKeys/k";

        succeeds(exportJson("--kms-key", key, "--storage-class", "NEARLINE", "--metadata", "team=shop,cost=42"));

        assertThat(gcs.objects("bucket")).hasSize(5).allSatisfy(object -> {
            assertThat(object.kmsKey()).isEqualTo(key);
            assertThat(object.storageClass()).isEqualTo("NEARLINE");
            assertThat(object.metadata())
                    .containsEntry("team", new BsonString("shop"))
                    .containsEntry("cost", new BsonString("42"));
        });
    }

    @Test
    void sendsAgainWhatIsAnsweredWith429() {
        fails(RequestKind.START, new Fault.Status(429));
        fails(RequestKind.LAST_PIECE, new Fault.Status(429));
        fails(RequestKind.UPDATE, new Fault.Status(429));

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void sendsAgainWhatIsAnsweredWith503() {
        fails(RequestKind.PIECE, new Fault.Status(503));
        fails(RequestKind.MULTIPART, new Fault.Status(503));

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void continuesAnUploadWhoseConnectionIsReset() {
        fails(RequestKind.PIECE, new Fault.Reset(100_000));
        fails(RequestKind.LAST_PIECE, new Fault.LostAnswer());

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void sendsTheRestOfAPieceThatA308ConfirmsInPart() {
        fails(RequestKind.PIECE, new Fault.TakesOnly(0));
        fails(RequestKind.LAST_PIECE, new Fault.TakesOnly(4096));

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void writesAPartAgainThatArrivedDamaged() {
        fails(RequestKind.LAST_PIECE, new Fault.DamagedOnTheWay());

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void writesAPartAgainWhoseChecksumIsNotThatOfWhatWasSent() {
        fails(RequestKind.LAST_PIECE, new Fault.BitFlip());

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void neverCountsWhatIsDamagedAgainAndAgain() {
        fails(RequestKind.LAST_PIECE, new Fault.BitFlip(), new Fault.BitFlip());

        Millrace.Result result = exportJson("--attempts", "2");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out())
                .contains("2 of 3, 1 failed", "generated.service-orders chunk 0: what arrived at gs://bucket/shop/");
        assertThat(held("shop/")).doesNotContainKeys("manifest.json", "_SUCCESS");

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void takesThePlaceOfAnObjectThatAnotherWriterPutThereMeanwhile() throws InterruptedException {
        Fault.Held begins = new Fault.Held(new CountDownLatch(1), new CountDownLatch(1));
        gcs.faults().add(RequestKind.START, begins);
        try (RunningMillrace running = millrace().start(json())) {
            assertThat(begins.arrived().await(60, TimeUnit.SECONDS)).isTrue();
            gcs.put("bucket", "shop/generated/service-orders/part-00000.jsonl", new byte[77]);
            begins.answer().countDown();

            succeeds(running.await());
        }

        holdsTheUndisturbedExport();
    }

    @Test
    void takesThePlaceOfWhatAnEarlierAttemptAtTheChunkLeft() throws InterruptedException {
        Fault.Held written = new Fault.Held(new CountDownLatch(1), new CountDownLatch(1));
        gcs.faults().add(RequestKind.UPDATE, written);
        try (RunningMillrace running = millrace().start(json())) {
            assertThat(written.arrived().await(60, TimeUnit.SECONDS)).isTrue();
            running.killNow();
        }
        assertThat(parts()).hasSize(1);

        succeeds(exportJson());

        holdsTheUndisturbedExport();
    }

    @Test
    void saysThatSomebodyElseWritesTheSameObjectOverAndOver() {
        Fault refused = new Fault.Status(412);
        fails(RequestKind.START, refused, refused, refused, refused);

        Millrace.Result result = exportJson("--attempts", "1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("somebody else writes the same object");
        assertThat(held("shop/")).doesNotContainKeys("manifest.json", "_SUCCESS");
    }

    @Test
    void refusesATargetThatHoldsObjectsOfAnotherWriter() {
        gcs.put("bucket", "shop/generated/service-orders/part-00000.jsonl", new byte[77]);

        Millrace.Result result = exportJson();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "holds objects of an unknown run, such as generated/service-orders/part-00000.jsonl",
                        "choose an empty target, or say --overwrite");
        assertThat(gcs.objects("bucket")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"STAT", "START"})
    void namesTheRoleThatIsMissingWhenItIsNotAllowed(RequestKind kind) {
        gcs.faults().add(kind, new Fault.Status(403));

        Millrace.Result result = exportJson();

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .contains("not allowed", "grant roles/storage.objectUser on bucket bucket to the account");
        assertThat(held("shop/")).doesNotContainKey("_SUCCESS");
    }

    @Test
    void saysThatThereIsNoSuchBucket() {
        Millrace.Result result = millrace().run(arguments("--to", "gs://nowhere/shop", "--format", "jsonl"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("there is no bucket nowhere", "create it, or correct the name");
    }

    private void fails(RequestKind kind, Fault... faults) {
        gcs.faults().add(kind, faults);
    }

    private Millrace millrace() {
        return chunkByChunk(directory).withVariable("STORAGE_EMULATOR_HOST", gcs.url());
    }

    private static Millrace chunkByChunk(Path directory) {
        return Millrace.in(directory).withVariable("CHUNK_SIZE", "1000").withVariable("MAX_WORKERS", "1");
    }

    private Millrace.Result exportJson(String... more) {
        return millrace().run(json(more));
    }

    private static String[] json(String... more) {
        List<String> all = new ArrayList<>(List.of("--to", "gs://bucket/shop", "--format", "jsonl"));
        all.addAll(List.of(more));
        return arguments(all.toArray(String[]::new));
    }

    private static String[] arguments(String... more) {
        List<String> all = new ArrayList<>(EXPORT);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void succeeds(Millrace.Result result) {
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private List<HeldObject> parts() {
        return gcs.objects("bucket").stream()
                .filter(object -> object.name().contains("/part-"))
                .toList();
    }

    private Map<String, byte[]> held(String prefix) {
        Map<String, byte[]> files = new TreeMap<>();
        for (HeldObject object : gcs.objects("bucket")) {
            if (object.name().startsWith(prefix)) {
                files.put(object.name().substring(prefix.length()), object.content());
            }
        }
        return files;
    }

    /** And every fault that was prepared has happened. */
    private void holdsTheUndisturbedExport() {
        Map<String, byte[]> files = held("shop/");
        Manifest.of(files).describes(files);
        assertThat(files).containsOnlyKeys(undisturbed.keySet());
        undisturbed.forEach((name, content) -> {
            if (!name.equals("manifest.json")) {
                assertThat(files.get(name)).as(name).isEqualTo(content);
            }
        });
        assertThat(gcs.faults().isEmpty()).isTrue();
    }

    private String rowsAndIds(Map<String, byte[]> files) throws IOException, SQLException {
        Path copies = Files.createDirectory(directory.resolve("copies"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().endsWith(".parquet")) {
                Files.write(copies.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
            }
        }
        return ParquetFiles.rowsAndIds(copies);
    }
}
