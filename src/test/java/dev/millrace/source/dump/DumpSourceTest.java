package dev.millrace.source.dump;

import static dev.millrace.source.dump.Dumps.bytes;
import static dev.millrace.source.dump.Dumps.numbered;
import static dev.millrace.source.dump.Dumps.only;
import static dev.millrace.source.dump.Dumps.plan;
import static dev.millrace.source.dump.Dumps.select;
import static dev.millrace.source.dump.Dumps.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.source.ChunkReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpSourceTest {

    private static final List<String> COLLECTIONS = List.of("checked", "empty", "log", "mixed_ids", "orders", "types");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void findsEveryCollectionOfADump(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));

        List<CollectionInfo> found = source.collections(select("fixtures"));

        assertThat(found).extracting(info -> info.namespace().collection()).containsExactlyElementsOf(COLLECTIONS);
        assertThat(found).extracting(CollectionInfo::documents).containsExactly(1L, 0L, 50L, 20L, 2000L, 39L);
        assertThat(found).extracting(CollectionInfo::bytes).containsExactly(29L, 0L, 6100L, 489L, 709811L, 2005L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void knowsTheDefinitionsOfViewsThoughTheyHaveNoDocuments(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));

        List<CollectionInfo> views = source.definitions(select("fixtures"));

        assertThat(views).singleElement().satisfies(view -> {
            assertThat(view.namespace().toString()).isEqualTo("fixtures.open_orders");
            assertThat(view.kind()).isEqualTo(CollectionKind.VIEW);
            assertThat(view.metadata()
                            .getDocument("options")
                            .getString("viewOn")
                            .getValue())
                    .isEqualTo("orders");
        });
        assertThat(source.definitions(select("fixtures.orders"))).isEmpty();
    }

    @Test
    void aCappedCollectionIsOneChunkBecauseItsDocumentsHaveAnOrder() {
        DumpSource source = new DumpSource(Dumps.recorded("plain"));

        List<ChunkRange> ranges = plan(source, only(source, "fixtures.log"), 7);

        assertThat(ranges).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void takesTheFolderOfADatabaseForADumpOfIt(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind).resolve("fixtures"));

        List<CollectionInfo> found = source.collections(select("*"));

        assertThat(found).extracting(info -> info.namespace().toString()).contains("fixtures.orders");
        assertThat(Dumps.documents(Dumps.read(source, only(source, "fixtures.orders"), 100)))
                .hasSize(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void readsEachDocumentOnceByteForByte(String kind) throws IOException {
        DumpSource source = new DumpSource(Dumps.recorded(kind));

        for (String collection : COLLECTIONS) {
            byte[] read = Dumps.read(source, only(source, "fixtures." + collection), 7);

            assertThat(read)
                    .as(collection)
                    .isEqualTo(Files.readAllBytes(Dumps.recorded("plain").resolve("fixtures/" + collection + ".bson")));
        }
    }

    @Test
    void cutsAnUncompressedFileAfterTheWantedNumberOfDocuments() {
        DumpSource source = new DumpSource(Dumps.recorded("plain"));
        CollectionInfo orders = only(source, "fixtures.orders");

        List<ChunkRange> ranges = plan(source, orders, 300);

        assertThat(ranges).extracting(ChunkRange::documents).containsExactly(300L, 300L, 300L, 300L, 300L, 300L, 200L);
        assertThat(ranges.stream().mapToLong(ChunkRange::bytes).sum()).isEqualTo(orders.bytes());
    }

    @Test
    void makesOneChunkOfAGzippedFile() {
        DumpSource source = new DumpSource(Dumps.recorded("gzip"));

        assertThat(plan(source, only(source, "fixtures.orders"), 300)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void givesAnEmptyCollectionOneEmptyRange(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));
        CollectionInfo empty = only(source, "fixtures.empty");

        List<ChunkRange> ranges = plan(source, empty, 300);

        assertThat(ranges).hasSize(1);
        assertThat(Dumps.read(source, new Chunk(0, empty.namespace(), 0, ranges.getFirst())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void keepsOptionsAndIndexes(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));

        assertThat(only(source, "fixtures.log").kind()).isEqualTo(CollectionKind.CAPPED);
        assertThat(only(source, "fixtures.orders").metadata().getArray("indexes"))
                .hasSize(9);
        assertThat(only(source, "fixtures.orders").kind()).isEqualTo(CollectionKind.COLLECTION);
        assertThat(only(source, "fixtures.checked").metadata().getDocument("options"))
                .containsKey("validator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void refusesAViewThatIsNamedBecauseADumpHoldsOnlyItsDefinition(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));

        assertThatThrownBy(() -> source.collections(select("fixtures.open_orders")))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND))
                .hasMessageContaining("only a view's definition");
    }

    @Test
    void namesAPatternThatMatchesNothingAndWhatIsThere() {
        DumpSource source = new DumpSource(Dumps.recorded("plain"));

        assertThatThrownBy(() -> source.collections(select("fixtures.orders", "fixtures.odrers")))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
                    assertThat(e.hint()).contains("fixtures.orders");
                })
                .hasMessageContaining("fixtures.odrers");
        assertThat(source.collections(select("nowhere.*"))).isEmpty();
    }

    @Test
    void understandsNamesAsMongodumpEncodesThem() {
        write(directory, "shop/a%2Fb%20c+d.bson", bytes(numbered(1)));
        write(directory, "shop/grün.süß%3F.bson", bytes(numbered(2)));
        write(directory, "shop/100%.bson", bytes(numbered(3)));
        String cut = "x".repeat(208) + "%24" + "h".repeat(27);
        write(directory, "shop/" + cut + ".bson", bytes(numbered(4)));
        write(directory, "shop/" + cut + ".metadata.json", "{\"collectionName\":\"" + "x".repeat(240) + "\"}");

        List<CollectionInfo> found = new DumpSource(directory).collections(select("shop"));

        assertThat(found)
                .extracting(info -> info.namespace().collection())
                .containsExactlyInAnyOrder("a/b c+d", "grün.süß?", "100%", "x".repeat(240));
    }

    @Test
    void leavesOutWhatTheServerKeepsForItself() {
        write(directory, "oplog.bson", bytes(numbered(0)));
        write(directory, "prelude.json", "{}");
        write(directory, "admin/system.version.bson", bytes(numbered(1)));
        write(directory, "admin/things.bson", bytes(numbered(1)));
        write(directory, "config/settings.bson", bytes(numbered(1)));
        write(directory, "shop/system.js.bson", bytes(numbered(2)));
        write(directory, "shop/$admin.system.users.bson", bytes(numbered(3)));
        write(directory, "shop/orders.bson", bytes(numbered(4)));

        List<CollectionInfo> found = new DumpSource(directory).collections(select("*"));

        assertThat(found).extracting(info -> info.namespace().toString()).containsExactly("shop.orders");
    }

    @Test
    void doesWithoutMetadata() {
        write(directory, "shop/orders.bson", bytes(numbered(4)));

        assertThat(only(new DumpSource(directory), "shop.orders").metadata()).isEqualTo(new BsonDocument());
    }

    @Test
    void readsATimeSeriesCollectionWhoseDocumentsAreThereAndRefusesBuckets() {
        String metadata = "{\"options\":{\"timeseries\":{\"timeField\":\"t\"}},\"type\":\"timeseries\"}";
        write(directory, "shop/weather.bson", bytes(numbered(1)));
        write(directory, "shop/weather.metadata.json", metadata);
        write(directory, "shop/system.buckets.tide.bson", bytes(numbered(1)));
        write(directory, "shop/tide.metadata.json", metadata);
        DumpSource source = new DumpSource(directory);

        assertThat(only(source, "shop.weather").kind()).isEqualTo(CollectionKind.TIMESERIES);
        assertThatThrownBy(() -> source.collections(select("shop.*"))).hasMessageContaining("buckets");
    }

    @Test
    void readsADocumentOf16MegabytesAsABatchOfItsOwn() {
        byte[] large = bytes(numbered(1), Dumps.ofSize(16 * 1024 * 1024), numbered(2));
        write(directory, "shop/large.bson", large);
        write(directory, "shop/packed.bson.gz", Dumps.gzip(large));
        DumpSource source = new DumpSource(directory, 64 * 1024);

        assertThat(Dumps.read(source, only(source, "shop.large"), 100)).isEqualTo(large);
        assertThat(Dumps.read(source, only(source, "shop.packed"), 100)).isEqualTo(large);
        assertThat(batchSizes(source, only(source, "shop.large"))).containsExactly(1, 1, 1);
    }

    @Test
    void findsChunksInAFileWithMoreDocumentsThanTheIndexHasMarks() {
        byte[] content =
                bytes(IntStream.range(0, 10_000).mapToObj(Dumps::numbered).toArray(BsonDocument[]::new));
        write(directory, "shop/many.bson", content);
        DumpSource source = new DumpSource(directory);
        CollectionInfo many = only(source, "shop.many");

        assertThat(Dumps.read(source, many, 777)).isEqualTo(content);
        assertThat(plan(source, many, 777))
                .extracting(ChunkRange::documents)
                .hasSize(13)
                .startsWith(777L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void samplesDifferentDocumentsFromTheWholeCollection(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));
        DocumentBatch batch = new DocumentBatch(1024);

        source.sample(only(source, "fixtures.orders"), 100, batch);

        byte[] sampled = Arrays.copyOf(batch.bytes(), batch.byteCount());
        Set<BsonValue> ids = new HashSet<>();
        Dumps.documents(sampled).forEach(document -> ids.add(document.get("_id")));
        assertThat(ids).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "gzip"})
    void samplesAllOfASmallCollectionAndNothingOfAnEmptyOne(String kind) {
        DumpSource source = new DumpSource(Dumps.recorded(kind));
        DocumentBatch batch = new DocumentBatch(1024);

        source.sample(only(source, "fixtures.empty"), 100, batch);
        assertThat(batch.isEmpty()).isTrue();
        source.sample(only(source, "fixtures.types"), 100, batch);
        assertThat(batch.size()).isEqualTo(39);
    }

    @Test
    void samplesMoreDocumentsThanTheIndexHasMarks() {
        byte[] content =
                bytes(IntStream.range(0, 10_000).mapToObj(Dumps::numbered).toArray(BsonDocument[]::new));
        write(directory, "shop/many.bson", content);
        DumpSource source = new DumpSource(directory);
        DocumentBatch batch = new DocumentBatch(1024);

        source.sample(only(source, "shop.many"), 3000, batch);

        byte[] sampled = Arrays.copyOf(batch.bytes(), batch.byteCount());
        assertThat(Dumps.documents(sampled).stream().map(document -> document.get("_id")))
                .doesNotHaveDuplicates()
                .hasSizeBetween(2900, 3000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"large.bson", "large.bson.gz"})
    void samplesFewLargeDocumentsRatherThanFillTheMemory(String file) {
        BsonDocument[] documents = new BsonDocument[20];
        Arrays.fill(documents, Dumps.ofSize(4 * 1024 * 1024));
        byte[] content = bytes(documents);
        write(directory, "shop/" + file, file.endsWith(".gz") ? Dumps.gzip(content) : content);
        DumpSource source = new DumpSource(directory);
        DocumentBatch batch = new DocumentBatch(1024);

        source.sample(only(source, "shop.large"), 1000, batch);

        assertThat(batch.size()).isBetween(1, 8);
    }

    private static List<Integer> batchSizes(DumpSource source, CollectionInfo collection) {
        ChunkRange range = plan(source, collection, 100).getFirst();
        DocumentBatch batch = new DocumentBatch(1024);
        try (ChunkReader reader = source.open(new Chunk(0, collection.namespace(), 0, range))) {
            return Stream.generate(() -> reader.read(batch) ? batch.size() : 0)
                    .takeWhile(size -> size > 0)
                    .toList();
        }
    }
}
