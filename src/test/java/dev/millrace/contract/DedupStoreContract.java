package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of published events does, whatever it is made of. */
public abstract class DedupStoreContract {

    protected static final Duration LONG = Duration.ofHours(1);
    protected static final Duration SHORT = Duration.ofSeconds(1);
    private static final int SECONDS = 1_795_215_984;

    /** Another one for each test: stores may live on. */
    protected final String stream = "main.orders-" + UUID.randomUUID();

    protected DedupStore store;

    /** Opens the store under test; each call gives another object on the same data. */
    protected abstract DedupStore open(Duration lifetime);

    @BeforeEach
    void openStore() {
        store = open(LONG);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static long time(int seconds) {
        return IdPage.time(new BsonTimestamp(SECONDS + seconds, 1));
    }

    protected static IdPage page(int oldest, int newest, String... ids) {
        return new IdPage(time(oldest), time(newest), Set.of(ids));
    }

    @Test
    void knowsNothingOfAStreamThatIsNew() {
        assertThat(store.pages(stream, 0, 0, 10)).isEmpty();
        assertThat(store.cleanUp(stream)).isZero();
    }

    @Test
    void givesBackPagesInTheOrderOfTheirBeginning() {
        store.remember(stream, page(5, 9, "e", "f"));
        store.remember(stream, page(1, 30, "a", "b"));
        store.remember(stream, page(3, 3, "c"));

        try (DedupStore other = open(LONG)) {
            assertThat(other.pages(stream, 0, 0, 10))
                    .containsExactly(page(1, 30, "a", "b"), page(3, 3, "c"), page(5, 9, "e", "f"));
        }
    }

    @Test
    void givesBackPagesFromATimeOn() {
        for (int i = 0; i < 10; i++) {
            store.remember(stream, page(i, i, "id" + i));
        }

        assertThat(store.pages(stream, time(4), 0, 3))
                .containsExactly(page(4, 4, "id4"), page(5, 5, "id5"), page(6, 6, "id6"));
        assertThat(store.pages(stream, time(4), 1, 3))
                .containsExactly(page(5, 5, "id5"), page(6, 6, "id6"), page(7, 7, "id7"));
        assertThat(store.pages(stream, time(8), 0, 3)).containsExactly(page(8, 8, "id8"), page(9, 9, "id9"));
        assertThat(store.pages(stream, time(10), 0, 3)).isEmpty();
    }

    @Test
    void keepsPagesApartThatBeginTogether() {
        for (int i = 0; i < 4; i++) {
            store.remember(stream, page(1, 1, "id" + i));
        }

        assertThat(store.pages(stream, time(1), 0, 3))
                .hasSize(3)
                .doesNotContainAnyElementsOf(store.pages(stream, time(1), 3, 3));
        assertThat(store.pages(stream, time(1), 3, 3)).hasSize(1);
    }

    @Test
    void keepsAFullPage() {
        Set<String> ids = IntStream.range(0, IdPage.MOST)
                .mapToObj(i -> "abcdefghijklmnop_%05d".formatted(i))
                .collect(Collectors.toSet());
        IdPage full = new IdPage(time(0), time(60), ids);

        store.remember(stream, full);

        assertThat(store.pages(stream, 0, 0, 10)).containsExactly(full);
    }

    @Test
    void keepsStreamsApart() {
        store.remember(stream, page(1, 1, "a"));

        assertThat(store.pages(stream + "-2", 0, 0, 10)).isEmpty();
    }

    @Test
    void forgetsWhatHasRunOut() {
        try (DedupStore brief = open(SHORT)) {
            brief.remember(stream, page(1, 1, "a"));
            brief.remember(stream, page(2, 2, "b"));
            store.remember(stream, page(3, 3, "c"));
            Eventually.until("the pages run out", () -> idsLeft() == 1);

            int removed = store.cleanUp(stream);

            assertThat(removed).isEqualTo(2);
            assertThat(store.pages(stream, 0, 0, 10)).containsExactly(page(3, 3, "c"));
            assertThat(store.cleanUp(stream)).isZero();
        }
    }

    @Test
    void removesManyPagesThatHaveRunOutAndNoOthers() {
        store.remember(stream, page(0, 0, "kept"));
        try (DedupStore brief = open(Duration.ofMillis(1))) {
            for (int i = 0; i < 700; i++) {
                brief.remember(stream, page(i, i, "a"));
            }
        }
        Eventually.until("the pages run out", () -> idsLeft() == 1);

        assertThat(store.cleanUp(stream)).isEqualTo(700);

        assertThat(store.pages(stream, 0, 0, 1_000)).containsExactly(page(0, 0, "kept"));
    }

    private int idsLeft() {
        return store.pages(stream, 0, 0, 1_000).stream()
                .mapToInt(page -> page.ids().size())
                .sum();
    }
}
