package dev.millrace.source.generated;

import static dev.millrace.source.generated.MadeUp.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.NamespaceSelection;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedSourceTest {

    static List<String> names() {
        return Datasets.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameSeedGivesTheSameBytesWhateverTheChunksAndThreads(String name) throws Exception {
        byte[] whole = MadeUp.read(source(name + "?count=3000&seed=7"), everything(name));

        try (ExecutorService threads = Executors.newFixedThreadPool(4);
                GeneratedSource shared = source(name + "?count=3000&seed=7")) {
            List<Future<byte[]>> parts = MadeUp.plan(shared, 77).stream()
                    .map(range -> threads.submit(() -> MadeUp.read(shared, range)))
                    .toList();
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            for (Future<byte[]> part : parts) {
                joined.writeBytes(part.get());
            }
            assertThat(joined.toByteArray()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inventory", "orders", "service-orders", "transactions", "users"})
    void anotherSeedGivesOtherDocuments(String name) {
        byte[] one = MadeUp.read(source(name + "?count=3000&seed=7"), everything(name));

        byte[] other = MadeUp.read(source(name + "?count=3000&seed=8"), everything(name));

        assertThat(other).isNotEqualTo(one);
    }

    @ParameterizedTest
    @MethodSource("names")
    void knowsTheCountAndAboutTheSize(String name) {
        GeneratedSource source = source(name + "?count=20000");

        CollectionInfo info = MadeUp.info(source);

        assertThat(info.documents()).isEqualTo(20_000);
        long bytes = MadeUp.read(source, MadeUp.plan(source, 20_000).getFirst()).length;
        if (!name.equals("pathological")) {
            assertThat((double) info.bytes() / bytes).isBetween(0.95, 1.05);
        }
    }

    @Test
    void cutsTheIndexesIntoRanges() {
        GeneratedSource source = source("users?count=1000");

        assertThat(MadeUp.plan(source, 300)).extracting(ChunkRange::documents).containsExactly(300L, 300L, 300L, 100L);
        assertThat(MadeUp.plan(source, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    void noDocumentsAreOneEmptyRange() {
        GeneratedSource source = source("users?count=0");

        assertThat(MadeUp.plan(source, 300)).hasSize(1);
        assertThat(MadeUp.raw(source)).isEmpty();
        assertThat(MadeUp.info(source).bytes()).isZero();
    }

    @Test
    void samplesDifferentDocuments() {
        GeneratedSource source = source("users?count=1000000000000");
        DocumentBatch batch = new DocumentBatch(16);

        source.sample(MadeUp.info(source), 100, batch);

        assertThat(batch.size()).isEqualTo(100);
        source.sample(MadeUp.info(source("users?count=5")), 100, batch);
        assertThat(batch.size()).isEqualTo(100);
    }

    @Test
    void samplesNoMoreThanThereIs() {
        GeneratedSource source = source("users?count=5");
        DocumentBatch batch = new DocumentBatch(16);

        source.sample(MadeUp.info(source), 100, batch);

        assertThat(batch.size()).isEqualTo(5);
    }

    @Test
    void isNamedAfterItsDataSetOrAsWanted() {
        GeneratedCollection users = GeneratedCollection.parse("users?count=5");

        assertThat(MadeUp.info(new GeneratedSource(users)).namespace()).hasToString("generated.users");
        assertThat(MadeUp.info(new GeneratedSource(users.in(new Namespace("app", "people"))))
                        .namespace())
                .hasToString("app.people");
    }

    @Test
    void aNamespaceThatItDoesNotGenerateIsNotFound() {
        GeneratedSource source = source("users?count=5");

        assertThat(source.collections(new NamespaceSelection(List.of("shop.*"))))
                .isEmpty();
        assertThatThrownBy(() -> source.collections(new NamespaceSelection(List.of("shop.users"))))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
                    assertThat(e.hint()).contains("generated.users");
                });
    }

    @Test
    void declaresTheIndexesOfItsDefinition() {
        assertThat(MadeUp.info(source("service-orders?count=1")).metadata().getArray("indexes"))
                .extracting(index -> index.asDocument().getString("name").getValue())
                .containsExactly("_id_", "orderNumber_1", "status_1_createdAt_-1", "vehicle.vin_1", "customer._id_1");
    }

    @Test
    void anUnknownDataSetIsAMistakeAndTheKnownAreNamed() {
        assertThatThrownBy(() -> source("cats")).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.hint()).contains("orders, pathological, service-orders, transactions, types, users");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "users?count=many",
                "users?count=-1",
                "users?count=",
                "users?count",
                "users?size=3",
                "?count=1",
                "",
                "users?seed=x",
                "users?maxDocumentBytes=17000000",
                "users?maxDocumentBytes=99999999999"
            })
    void aMistakeInTheParametersIsAMistakeOfUsage(String text) {
        assertThatThrownBy(() -> GeneratedCollection.parse(text)).isInstanceOfSatisfying(MillraceException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.hint()).isNotEmpty();
        });
    }

    @Test
    void countsMayBeWrittenInGroups() {
        assertThat(GeneratedCollection.parse("users?count=1_000_000&seed=3"))
                .hasToString("generated:users?count=1000000&seed=3");
    }

    private static ChunkRange everything(String name) {
        return MadeUp.plan(source(name + "?count=3000"), 3000).getFirst();
    }
}
