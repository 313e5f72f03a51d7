package dev.millrace.publish;

import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A publisher behind a {@link CircuitBreaker}: while that is open, {@link #publish} waits, so that nobody reads on, and
 * nothing is dropped. Only after a failure and before {@link #resume} it fails at once instead: its reader has to
 * go back first.
 */
public final class GuardedPublisher implements Publisher {

    private final Publisher publisher;
    private final CircuitBreaker breaker;
    private final AtomicReference<@Nullable MillraceException> failure = new AtomicReference<>();

    /** @param publisher closed by this */
    public GuardedPublisher(Publisher publisher, CircuitBreaker breaker) {
        this.publisher = publisher;
        this.breaker = breaker;
    }

    public CircuitBreaker breaker() {
        return breaker;
    }

    /** The publisher behind the breaker. */
    public Publisher guarded() {
        return publisher;
    }

    @Override
    public String description() {
        return publisher.description();
    }

    @Override
    public CompletableFuture<Void> publish(Message message) throws InterruptedException {
        CircuitBreaker.Call call = breaker.enter(() -> failure.get() != null);
        if (call == null) {
            MillraceException known = failure.get();
            return known != null ? CompletableFuture.failedFuture(known) : publish(message);
        }
        CompletableFuture<Void> stored;
        try {
            stored = publisher.publish(message);
        } catch (InterruptedException | RuntimeException e) {
            breaker.withdrawn(call);
            throw e;
        }
        if (call.isProbe()) {
            // Nobody comes after it that would send it on its way.
            publisher.flush();
        }
        // Told of it after the breaker: whoever goes on then finds it in its new state.
        CompletableFuture<Void> told = new CompletableFuture<>();
        var _ = stored.whenComplete((_, thrown) -> {
            if (thrown == null) {
                breaker.succeeded(call);
                told.complete(null);
            } else {
                told.completeExceptionally(failed(call, thrown));
            }
        });
        return told;
    }

    private MillraceException failed(CircuitBreaker.Call call, Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        MillraceException reason = cause instanceof MillraceException known
                ? known
                : new MillraceException(FailureKind.FAILED, "cannot publish: " + cause, "", cause);
        if (reason.kind() != FailureKind.DATA) {
            failure.compareAndSet(null, reason);
        }
        breaker.failed(call, reason);
        return reason;
    }

    @Override
    public void flush() {
        publisher.flush();
    }

    @Override
    public void resume() {
        failure.set(null);
        publisher.resume();
    }

    @Override
    public List<Finding> check() {
        return publisher.check();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
