package dev.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.doubles.Eventually;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenewedClaimsTest {

    private static final SavedPoint POINT = new SavedPoint(new ResumePoint(new BsonDocument()), null, 1, Instant.EPOCH);

    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger saves = new AtomicInteger();
    private final AtomicInteger closes = new AtomicInteger();
    private final AtomicReference<MillraceException> trouble = new AtomicReference<>();
    private final AtomicBoolean frozen = new AtomicBoolean();

    /** One stream, which is never saved; its claim fails as it is told to. */
    private final class Counting implements ResumeStore, StreamClaim {

        @Override
        public String description() {
            return "counting";
        }

        @Override
        public Optional<StreamClaim> claim(String stream) {
            return stream.equals("taken") ? Optional.empty() : Optional.of(this);
        }

        @Override
        public Optional<SavedPoint> look(String stream) {
            return Optional.of(POINT);
        }

        @Override
        public void forget(String stream) {
            saves.set(0);
        }

        @Override
        public Optional<SavedPoint> load() {
            return Optional.of(POINT);
        }

        @Override
        public void save(SavedPoint point) {
            saves.incrementAndGet();
            if (trouble.get() != null) {
                throw trouble.get();
            }
        }

        @Override
        public void renew() {
            renewals.incrementAndGet();
            if (frozen.get() && Thread.currentThread().isVirtual()) {
                awaitInterrupt();
            }
            if (trouble.get() != null) {
                throw trouble.get();
            }
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    private final RenewedClaims store = new RenewedClaims(new Counting(), Duration.ofMillis(5));

    @Test
    void renewsAClaimWhoseStreamWaits() {
        try (StreamClaim claim = store.claim("orders").orElseThrow()) {
            Eventually.until("the claim is renewed", () -> renewals.get() >= 5);

            claim.save(POINT);
            assertThat(claim.load()).contains(POINT);
        }
        assertThat(saves).hasValue(1);
    }

    @Test
    void renewsNoMoreOnceTheClaimIsClosed() {
        store.claim("orders").orElseThrow().close();
        int then = renewals.get();

        long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
        Eventually.until("time goes by", () -> System.nanoTime() >= end);

        assertThat(renewals).hasValue(then);
        assertThat(closes).hasValue(1);
    }

    @Test
    void saysThatAClaimWasLostAtItsNextCall() {
        StreamClaim claim = store.claim("orders").orElseThrow();
        claim.renew();
        trouble.set(new MillraceException(FailureKind.CONFLICT, "another has it", "wait"));

        Eventually.until("the loss is noticed", () -> isLost(claim));

        assertThatThrownBy(() -> claim.save(POINT)).hasMessage("another has it");
        assertThat(saves).hasValue(0);
        claim.close();
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new MillraceException(FailureKind.INTERRUPTED, "interrupted", "");
        }
    }

    @Test
    void asksWhetherItWasOvertakenAfterTheBackgroundStoodStill() {
        StreamClaim claim = store.claim("orders").orElseThrow();
        frozen.set(true);
        int then = renewals.get();
        Eventually.until("the background stands still", () -> renewals.get() > then);
        trouble.set(new MillraceException(FailureKind.CONFLICT, "another has it", "wait"));

        Eventually.until("the claim is found lost", () -> isLost(claim));

        claim.close();
    }

    @Test
    void triesNoSaveWhileTheStoreIsAway() {
        try (StreamClaim claim = store.claim("orders").orElseThrow()) {
            trouble.set(new MillraceException(FailureKind.TRANSIENT, "away", "wait"));
            int then = renewals.get();
            Eventually.until("the background has tried", () -> renewals.get() >= then + 2);

            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> claim.save(POINT)).hasMessage("away");
            }

            assertThat(saves).hasValue(0);
            claim.renew();
            trouble.set(null);
            Eventually.until("a save is possible", () -> isSaved(claim));
            assertThat(saves).hasValue(1);
        }
    }

    private static boolean isSaved(StreamClaim claim) {
        try {
            claim.save(POINT);
            return true;
        } catch (MillraceException e) {
            return false;
        }
    }

    @Test
    void goesOnAfterAStoreWasAway() {
        trouble.set(new MillraceException(FailureKind.TRANSIENT, "away", "wait"));
        try (StreamClaim claim = store.claim("orders").orElseThrow()) {
            Eventually.until("it was tried again", () -> renewals.get() >= 3);
            trouble.set(null);
            int then = renewals.get();

            Eventually.until("the claim is renewed", () -> renewals.get() >= then + 2);

            claim.renew();
        }
    }

    @Test
    void leavesEverythingElseToTheStore() {
        assertThat(store.claim("taken")).isEmpty();
        assertThat(store.look("orders")).contains(POINT);
        assertThat(store.description()).isEqualTo("counting");
    }

    private static boolean isLost(StreamClaim claim) {
        try {
            claim.renew();
            return false;
        } catch (MillraceException e) {
            return e.kind() == FailureKind.CONFLICT;
        }
    }
}
