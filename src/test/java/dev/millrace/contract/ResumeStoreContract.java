package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every resume store does, whatever it is made of. */
public abstract class ResumeStoreContract {

    private static final Instant SAVED_AT = Instant.parse("2026-01-02T03:04:05.678Z");

    /** Another one for each test: stores may live on. */
    protected final String stream = "main.orders-" + UUID.randomUUID();

    protected ResumeStore store;

    /** Opens the store under test, as another process would; each call gives another object on the same data. */
    protected abstract ResumeStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected static SavedPoint point(int number) {
        return new SavedPoint(
                new ResumePoint(new BsonDocument("_data", new BsonString("826B00D2%08X".formatted(number)))),
                new BsonTimestamp(1_795_215_984, number),
                number,
                SAVED_AT.plusSeconds(number));
    }

    protected static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT));
    }

    protected StreamClaim claim() {
        return store.claim(stream).orElseThrow();
    }

    @Test
    void knowsNothingOfAStreamThatIsNew() {
        try (StreamClaim claim = claim()) {
            assertThat(claim.load()).isEmpty();
        }
        assertThat(store.look(stream)).isEmpty();
        assertThat(store.look(stream + "-other")).isEmpty();
    }

    @Test
    void givesBackWhatWasSavedValueForValue() {
        BsonDocument token = new BsonDocument("_data", new BsonString("82\"\\é'€𝄞"))
                .append("_typeBits", new BsonBinary(new byte[] {1, 0, -1}))
                .append("small", new BsonInt32(5))
                .append("large", new BsonInt64(5));
        SavedPoint saved =
                new SavedPoint(new ResumePoint(token), new BsonTimestamp(-2, -1), 9_000_000_000_000L, SAVED_AT);
        try (StreamClaim claim = claim()) {
            claim.save(saved);

            assertThat(claim.load()).contains(saved);
        }
        try (ResumeStore later = open();
                StreamClaim claim = later.claim(stream).orElseThrow()) {
            assertThat(claim.load()).contains(saved);
        }
    }

    @Test
    void keepsWhatWasSavedLast() {
        try (StreamClaim claim = claim()) {
            for (int i = 0; i < 20; i++) {
                claim.save(point(i));
                claim.renew();
            }
        }
        assertThat(store.look(stream)).contains(point(19));
    }

    @Test
    void savesAPlaceOfWhichNoClusterTimeIsKnown() {
        SavedPoint timeless =
                new SavedPoint(new ResumePoint(new BsonDocument("_data", new BsonString("82"))), null, 0, SAVED_AT);
        try (StreamClaim claim = claim()) {
            claim.save(point(1));
            claim.save(timeless);

            assertThat(claim.load()).contains(timeless);
        }
    }

    @Test
    void letsOneProcessHaveAStream() {
        try (ResumeStore other = open();
                StreamClaim first = claim()) {
            first.save(point(1));

            assertThat(other.claim(stream)).isEmpty();
            assertThat(store.claim(stream)).isEmpty();
            assertThat(other.look(stream)).contains(point(1));
        }
    }

    @Test
    void letsOneOfManyHaveAStream() throws Exception {
        Callable<Optional<StreamClaim>> attempt = () -> store.claim(stream);
        List<StreamClaim> claims = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<StreamClaim>> claim : threads.invokeAll(Collections.nCopies(16, attempt))) {
                claim.get().ifPresent(claims::add);
            }
        }

        assertThat(claims).hasSize(1);
        claims.getFirst().save(point(1));
        claims.getFirst().close();
    }

    @Test
    void keepsStreamsApart() {
        try (StreamClaim one = claim();
                StreamClaim two = store.claim(stream + "-2").orElseThrow()) {
            one.save(point(1));
            two.save(point(2));

            assertThat(one.load()).contains(point(1));
            assertThat(two.load()).contains(point(2));
        }
    }

    @Test
    void givesAStreamFreeThatIsClosed() {
        try (ResumeStore other = open()) {
            StreamClaim first = claim();
            first.save(point(1));

            first.close();
            first.close();

            try (StreamClaim second = other.claim(stream).orElseThrow()) {
                assertThat(second.load()).contains(point(1));
            }
        }
    }

    @Test
    void refusesToSaveByAClosedClaim() {
        StreamClaim claim = claim();
        claim.save(point(1));
        claim.close();

        assertConflict(() -> claim.save(point(2)));
        assertThat(store.look(stream)).contains(point(1));
        try (StreamClaim next = claim()) {
            assertThat(next.load()).contains(point(1));
        }
    }

    @Test
    void forgetsAStream() {
        try (StreamClaim claim = claim()) {
            claim.save(point(1));
        }

        store.forget(stream);

        assertThat(store.look(stream)).isEmpty();
        try (StreamClaim claim = claim()) {
            assertThat(claim.load()).isEmpty();
            claim.save(point(2));
            assertThat(claim.load()).contains(point(2));
        }
        store.forget(stream + "-never-seen");
    }

    @Test
    void refusesToForgetAStreamThatSomebodyHas() {
        try (StreamClaim claim = claim()) {
            claim.save(point(1));

            assertThatThrownBy(() -> store.forget(stream)).isInstanceOfSatisfying(MillraceException.class, e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT);
                assertThat(e.problem()).contains(stream);
            });
            assertThat(claim.load()).contains(point(1));
        }
    }

    @Test
    void refusesNamesThatSomeStoreCouldNotKeep() {
        for (String name : List.of("", "a b", "a/b", "..", ".", "__a__", "ä", "{a}", "x".repeat(201))) {
            assertThatThrownBy(() -> store.claim(name))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
        }
    }
}
