package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.doubles.Eventually;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every resume store does whose claims are leases. */
public abstract class LeasedResumeStoreContract extends ResumeStoreContract {

    protected static final Duration LONG = Duration.ofMinutes(5);

    /** Long enough for a store on a busy machine to be asked several times. */
    protected static final Duration SHORT = Duration.ofSeconds(2);

    /** As {@link #open()}, with claims that last so long. */
    protected abstract ResumeStore open(Duration lease);

    /** The store forgets everything about the stream, as one without backups that was set up anew. */
    protected abstract void lose(String name);

    @Override
    protected ResumeStore open() {
        return open(LONG);
    }

    protected static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Eventually.until("time goes by", () -> System.nanoTime() >= end);
    }

    @Test
    void refusesTheSaveOfAProcessThatWasFrozenForLongerThanItsLease() {
        try (ResumeStore short1 = open(SHORT)) {
            StreamClaim frozen = short1.claim(stream).orElseThrow();
            frozen.save(point(1));
            assertThat(store.claim(stream)).isEmpty();
            pass(SHORT);

            try (StreamClaim next = claim()) {
                assertThat(next.load()).contains(point(1));
                next.save(point(5));

                assertConflict(() -> frozen.save(point(2)));
                assertConflict(frozen::renew);
                frozen.close();
                assertThat(store.claim(stream)).isEmpty();
                assertThat(next.load()).contains(point(5));
                next.save(point(6));
                assertThat(store.look(stream)).contains(point(6));
            }
        }
    }

    @Test
    void refusesTheFirstSaveOfAProcessThatWasOvertakenBeforeItsSuccessorSaved() {
        try (ResumeStore other = open(SHORT)) {
            StreamClaim frozen = other.claim(stream).orElseThrow();
            pass(SHORT);
            try (StreamClaim next = claim()) {
                assertConflict(() -> frozen.save(point(2)));

                assertThat(next.load()).isEmpty();
            }
        }
    }

    @Test
    void keepsAStreamThatIsRenewedOrSaved() {
        try (ResumeStore other = open(SHORT);
                StreamClaim claim = other.claim(stream).orElseThrow()) {
            for (int i = 0; i < 3; i++) {
                pass(SHORT.multipliedBy(2).dividedBy(5));
                claim.renew();
                pass(SHORT.multipliedBy(2).dividedBy(5));
                claim.save(point(i));

                assertThat(store.claim(stream)).isEmpty();
            }
        }
    }

    @Test
    void letsALateOwnerGoOnWhileNobodyElseHasClaimedTheStream() {
        try (ResumeStore other = open(SHORT);
                StreamClaim late = other.claim(stream).orElseThrow()) {
            pass(SHORT);

            late.save(point(1));

            assertThat(store.claim(stream)).isEmpty();
            assertThat(store.look(stream)).contains(point(1));
        }
    }

    @Test
    void refusesTheLateSaveOfAStreamThatWasForgotten() {
        try (ResumeStore other = open(SHORT)) {
            StreamClaim late = other.claim(stream).orElseThrow();
            late.save(point(1));
            pass(SHORT);
            store.forget(stream);

            assertConflict(() -> late.save(point(2)));
            assertConflict(late::renew);
            assertThat(store.look(stream)).isEmpty();
        }
    }

    @Test
    void getsBackThePlaceThatItLostFromWhoHasTheStream() {
        try (StreamClaim claim = claim()) {
            claim.save(point(1));
            lose(stream);
            assertThat(store.look(stream)).isEmpty();

            claim.renew();

            assertThat(store.look(stream)).contains(point(1));
            assertThat(store.claim(stream)).isEmpty();
            lose(stream);
            claim.save(point(2));
            assertThat(store.look(stream)).contains(point(2));
            assertThat(store.claim(stream)).isEmpty();
        }
    }

    @Test
    void doesNotTakeBackALostPlaceOnceAnotherHasClaimedTheStream() {
        StreamClaim before = claim();
        before.save(point(1));
        lose(stream);
        try (StreamClaim next = claim()) {
            assertConflict(before::renew);
            assertConflict(() -> before.save(point(2)));

            assertThat(next.load()).isEmpty();
        }
    }
}
