package dev.millrace.state.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.Transaction;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks Firestore and waits for the answers, for a bounded time. Safe for use by many threads. */
final class FirestoreLink implements AutoCloseable {

    private final FirestoreLocation location;
    private final Duration timeout;
    private final Firestore firestore;
    private volatile boolean reached;

    /** @param emulatorHost host and port of Google's emulator, which asks for no credentials; null for the service */
    FirestoreLink(FirestoreLocation location, @Nullable String emulatorHost, Duration timeout) {
        this.location = location;
        this.timeout = timeout;
        FirestoreOptions.Builder options =
                FirestoreOptions.newBuilder().setProjectId(location.project()).setDatabaseId(location.database());
        if (emulatorHost != null) {
            options.setEmulatorHost(emulatorHost);
        }
        firestore = opened(options);
    }

    /** The library reads credentials here, and says in an exception of no particular type that there are none. */
    private static Firestore opened(FirestoreOptions.Builder options) {
        try {
            return options.build().getService();
        } catch (RuntimeException e) {
            throw new MillraceException(
                    FailureKind.PERMISSION,
                    "cannot open Firestore: " + e.getMessage(),
                    "give credentials: gcloud auth application-default login, or a service account",
                    e);
        }
    }

    FirestoreLocation location() {
        return location;
    }

    CollectionReference collection() {
        return firestore.collection(location.collection());
    }

    /** Writes of several documents at once. */
    Firestore firestore() {
        return firestore;
    }

    /**
     * Carries the work out as one step, again where others got in between; it must leave nothing behind by itself, and wait
     * for nothing: the library has few threads, and needs one to end the step that all others wait for.
     */
    <T> T transaction(String attempt, Transaction.AsyncFunction<T> work) {
        return await(attempt, () -> firestore.runAsyncTransaction(work));
    }

    /** @param attempt what is tried, as a verb phrase */
    <T> T await(String attempt, Supplier<ApiFuture<T>> question) {
        ApiFuture<T> answer = question.get();
        try {
            T value = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            reached = true;
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("the attempt to " + attempt);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw FirestoreFailure.late(attempt, timeout.toMillis() + " ms", reached);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw FirestoreFailure.of(attempt, location, cause, reached);
        }
    }

    @Override
    public void close() {
        try {
            firestore.close();
        } catch (Exception e) {
            throw new MillraceException(
                    FailureKind.FAILED, "cannot close the connection to Firestore", "--debug shows why", e);
        }
    }
}
