package dev.millrace.pipeline;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resume store whose claims are renewed in the background, each on a thread of its own: a stream that waits for its
 * target, or for its next try, gives no sign of life by itself. A claim that was lost meanwhile says so at its next call.
 * While the store is away, saves fail at once and only the background tries: a stream waits out one timeout, not one for
 * each save. {@link StreamClaim#renew} costs next to nothing and may be called before each event.
 */
public final class RenewedClaims implements ResumeStore {

    /** How often a store that is away is tried. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final ResumeStore store;
    private final Duration every;

    /** @param every how often to give a sign of life; four times in the life of a claim, or more often */
    public RenewedClaims(ResumeStore store, Duration every) {
        this.store = store;
        this.every = every;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public Optional<StreamClaim> claim(String stream) {
        return store.claim(stream).map(claim -> {
            Renewed renewed = new Renewed(claim);
            renewed.renewer.start();
            return renewed;
        });
    }

    @Override
    public Optional<SavedPoint> look(String stream) {
        return store.look(stream);
    }

    @Override
    public void forget(String stream) {
        store.forget(stream);
    }

    @Override
    public void close() {
        store.close();
    }

    private final class Renewed implements StreamClaim {

        private final StreamClaim claim;
        private final Thread renewer = Thread.ofVirtual().name("claim-renewer").unstarted(this::renewAgainAndAgain);
        private volatile @Nullable MillraceException loss;
        private volatile @Nullable MillraceException away;
        private volatile long lastSign = System.nanoTime();

        private Renewed(StreamClaim claim) {
            this.claim = claim;
        }

        private void renewAgainAndAgain() {
            try {
                while (loss == null) {
                    Thread.sleep(away != null && every.compareTo(PROBE) > 0 ? PROBE : every);
                    try {
                        if (isDue(1)) {
                            attempt(claim::renew);
                        }
                    } catch (MillraceException e) {
                        if (e.kind() == FailureKind.INTERRUPTED) {
                            return;
                        }
                        // Noted; whoever saves is told.
                    }
                }
            } catch (InterruptedException e) {
                // The claim is closed.
            }
        }

        /** A save is a sign of life, too. */
        private boolean isDue(int times) {
            return away != null || System.nanoTime() - lastSign >= every.toNanos() * times;
        }

        private void attempt(Runnable call) {
            try {
                call.run();
                away = null;
                lastSign = System.nanoTime();
            } catch (MillraceException e) {
                switch (e.kind()) {
                    case CONFLICT -> loss = e;
                    case TRANSIENT, CONNECTION -> away = e;
                    default -> {}
                }
                throw e;
            }
        }

        @Override
        public Optional<SavedPoint> load() {
            return claim.load();
        }

        @Override
        public void save(SavedPoint point) {
            throwAgain(loss);
            throwAgain(away);
            attempt(() -> claim.save(point));
        }

        /** Asks the store only where the background did not come to it: this process was frozen, and may be overtaken. */
        @Override
        public void renew() {
            throwAgain(loss);
            if (away == null && isDue(3)) {
                attempt(claim::renew);
            }
        }

        @Override
        public void close() {
            renewer.interrupt();
            try {
                renewer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            claim.close();
        }
    }

    /** With the stack trace of who is told. */
    private static void throwAgain(@Nullable MillraceException failure) {
        if (failure != null) {
            throw new MillraceException(failure.kind(), failure.problem(), failure.hint(), failure);
        }
    }
}
