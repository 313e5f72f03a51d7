package dev.millrace.contract;

import static dev.millrace.contract.Reading.documents;
import static dev.millrace.contract.Reading.numbered;
import static dev.millrace.contract.Reading.plan;
import static dev.millrace.contract.Reading.read;
import static dev.millrace.contract.Reading.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link DocumentSource} does. */
public abstract class DocumentSourceContract {

    /**
     * A source that holds these collections in {@link #database()}, by their names, and the empty ones too. Closed by
     * the test; what lies behind it is the subclass's to clean up.
     */
    protected abstract DocumentSource sourceOf(Map<String, List<BsonDocument>> collections) throws Exception;

    /** The database that the collections are in. */
    protected abstract String database();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 10, 1000})
    void everyDocumentIsInExactlyOneChunkWhateverTheTypeOfItsId(long chunkSize) throws Exception {
        try (DocumentSource source = sourceOf(Map.of("mixed", EveryId.documents()))) {
            List<BsonDocument> read = readAll(source, only(source, "mixed"), chunkSize);

            assertThat(read).containsExactlyInAnyOrderElementsOf(EveryId.documents());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 99, 100, 5000})
    void everyDocumentOfManyIsInExactlyOneChunk(long chunkSize) throws Exception {
        try (DocumentSource source = sourceOf(Map.of("many", numbered(100)))) {
            List<BsonDocument> read = readAll(source, only(source, "many"), chunkSize);

            assertThat(read).containsExactlyInAnyOrderElementsOf(numbered(100));
        }
    }

    @Test
    void anEmptyCollectionHasOneRangeAndNoDocuments() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("empty", List.of()))) {
            CollectionInfo info = only(source, "empty");

            assertThat(plan(source, info, 10)).hasSize(1);
            assertThat(readAll(source, info, 10)).isEmpty();
        }
    }

    @Test
    void aMissingCollectionIsNotFoundAndNamedWithWhatThereIs() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("orders", numbered(1)))) {
            MillraceException failure = catchThrowableOfType(
                    MillraceException.class, () -> source.collections(named(database() + ".ordres")));

            assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
            assertThat(failure.problem()).contains(database() + ".ordres");
            assertThat(failure.hint()).contains("orders");
        }
    }

    @Test
    void aPatternThatMatchesNothingIsNoError() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("orders", numbered(1)))) {
            assertThat(source.collections(named(database() + ".x*"))).isEmpty();
        }
    }

    @Test
    void aDatabaseAloneStandsForItsCollectionsSortedByName() throws Exception {
        try (DocumentSource source =
                sourceOf(Map.of("b", numbered(1), "a", numbered(1), "a.c", numbered(1), "Z", List.of()))) {
            assertThat(source.collections(named(database())))
                    .extracting(info -> info.namespace().collection())
                    .containsExactly("Z", "a", "a.c", "b");
        }
    }

    @Test
    void systemCollectionsAreNeverSelected() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("orders", numbered(1), "system.js", numbered(1)))) {
            assertThat(source.collections(named(database() + ".*")))
                    .extracting(info -> info.namespace().collection())
                    .containsExactly("orders");
        }
    }

    @Test
    void aSampleHoldsDocumentsOfTheCollectionAndNoMoreThanAskedFor() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("many", numbered(300)))) {
            DocumentBatch sample = new DocumentBatch(16);
            sample.add(new byte[] {5, 0, 0, 0, 0}, 0, 5);

            source.sample(only(source, "many"), 20, sample);

            assertThat(sample.size()).isBetween(1, 20);
            assertThat(numbered(300)).containsAll(documents(sample));
        }
    }

    @Test
    void theExtremesAreTheDocumentsWithTheSmallestAndTheLargestIdOrUnknown() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("many", numbered(300)))) {
            DocumentBatch extremes = new DocumentBatch(16);

            source.extremes(only(source, "many"), extremes);

            List<BsonDocument> found = documents(extremes);
            if (!found.isEmpty()) {
                assertThat(found)
                        .containsExactly(numbered(300).getFirst(), numbered(300).getLast());
            }
        }
    }

    @Test
    void anEmptyCollectionHasNoExtremes() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("empty", List.of()))) {
            DocumentBatch extremes = new DocumentBatch(16);

            source.extremes(only(source, "empty"), extremes);

            assertThat(extremes.isEmpty()).isTrue();
        }
    }

    @Test
    void aSampleOfAnEmptyCollectionIsEmpty() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("empty", List.of()))) {
            DocumentBatch sample = new DocumentBatch(16);

            source.sample(only(source, "empty"), 20, sample);

            assertThat(sample.isEmpty()).isTrue();
        }
    }

    @Test
    void aReaderMayBeClosedTwiceAndInTheMiddle() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("many", numbered(100)))) {
            ChunkReader reader = source.open(firstChunk(source, only(source, "many")));
            DocumentBatch batch = new DocumentBatch(16);
            reader.read(batch);

            reader.close();
            reader.close();

            assertThat(readAll(source, only(source, "many"), 10)).hasSize(100);
        }
    }

    @Test
    void aReaderAtItsEndSaysSoAgainAndLeavesTheBatchEmpty() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("one", numbered(1)));
                ChunkReader reader = source.open(firstChunk(source, only(source, "one")))) {
            DocumentBatch batch = new DocumentBatch(16);
            reader.read(batch);

            assertThat(reader.read(batch)).isFalse();
            assertThat(batch.isEmpty()).isTrue();
            assertThat(reader.read(batch)).isFalse();
        }
    }

    @Test
    void documentsLargerThanABatchArriveWhole() throws Exception {
        List<BsonDocument> large = Stream.of(1, 6 << 20, 2, 16_000_000, 3)
                .map(size -> new BsonDocument("_id", new BsonInt32(size)).append("x", new BsonBinary(new byte[size])))
                .toList();
        try (DocumentSource source = sourceOf(Map.of("large", large))) {
            assertThat(readAll(source, only(source, "large"), 1000)).containsExactlyInAnyOrderElementsOf(large);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JsonMode.class,
            names = {"EXTENDED", "RELAXED"})
    void boundsSurviveATripThroughExtendedJson(JsonMode mode) throws Exception {
        JsonWriterSettings json = JsonWriterSettings.builder().outputMode(mode).build();
        try (DocumentSource source = sourceOf(Map.of("mixed", EveryId.documents()))) {
            CollectionInfo info = only(source, "mixed");
            List<BsonDocument> read = new ArrayList<>();
            for (ChunkRange range : plan(source, info, 2)) {
                BsonDocument bounds = BsonDocument.parse(range.bounds().toJson(json));
                read.addAll(read(source, info, new ChunkRange(bounds, range.documents(), range.bytes())));
            }

            assertThat(read).containsExactlyInAnyOrderElementsOf(EveryId.documents());
        }
    }

    @Test
    void aChunkReadAgainHasTheSameDocuments() throws Exception {
        try (DocumentSource source = sourceOf(Map.of("many", numbered(50)))) {
            CollectionInfo info = only(source, "many");
            ChunkRange range = plan(source, info, 20).getFirst();

            assertThat(read(source, info, range)).isEqualTo(read(source, info, range));
        }
    }

    protected static NamespaceSelection named(String pattern) {
        return new NamespaceSelection(List.of(pattern));
    }

    protected final CollectionInfo only(DocumentSource source, String collection) {
        List<CollectionInfo> found = source.collections(named(database() + "." + collection));
        assertThat(found).extracting(CollectionInfo::namespace).containsExactly(new Namespace(database(), collection));
        return found.getFirst();
    }

    private static Chunk firstChunk(DocumentSource source, CollectionInfo info) {
        return new Chunk(0, info.namespace(), 0, plan(source, info, 1000).getFirst());
    }
}
