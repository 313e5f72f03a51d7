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
 */
public final class RenewedClaims implements ResumeStore {

    private final ResumeStore store;
    private final Duration every;

    /** @param every how often to renew; several times in the life of a claim */
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

        private Renewed(StreamClaim claim) {
            this.claim = claim;
        }

        private void renewAgainAndAgain() {
            try {
                while (loss == null) {
                    Thread.sleep(every);
                    renewOnce();
                }
            } catch (InterruptedException e) {
                // The claim is closed.
            }
        }

        private void renewOnce() throws InterruptedException {
            try {
                claim.renew();
            } catch (MillraceException e) {
                if (e.kind() == FailureKind.CONFLICT) {
                    loss = e;
                } else if (e.kind() == FailureKind.INTERRUPTED) {
                    throw new InterruptedException(e.problem());
                }
                // Anything else may pass until the next time; who saves is told of what does not.
            }
        }

        @Override
        public Optional<SavedPoint> load() {
            return claim.load();
        }

        @Override
        public void save(SavedPoint point) {
            throwLoss();
            claim.save(point);
        }

        /** Needs no round trip: the claim is being renewed. */
        @Override
        public void renew() {
            throwLoss();
        }

        private void throwLoss() {
            MillraceException lost = loss;
            if (lost != null) {
                throw new MillraceException(lost.kind(), lost.problem(), lost.hint(), lost);
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
}
