package dev.millrace.mongo;

import com.mongodb.MongoException;
import com.mongodb.MongoSocketReadTimeoutException;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks a question again that failed for a passing reason; the driver itself does so once, and not when throttled. */
public final class Retries {

    private final MongoErrors errors;
    private final Backoff backoff;

    public Retries(MongoErrors errors, Backoff backoff) {
        this.errors = errors;
        this.backoff = backoff;
    }

    /** @param question leaves nothing behind when it fails */
    public <T> T ask(Supplier<T> question) {
        for (Duration wait : backoff.waits()) {
            try {
                return question.get();
            } catch (MongoException e) {
                // What did not answer within minutes would take as long again.
                if (errors.kind(e) != FailureKind.TRANSIENT
                        || e instanceof MongoSocketReadTimeoutException
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(wait);
            }
        }
        return question.get();
    }

    public static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("waiting for the server");
        }
    }
}
