package dev.millrace.mongo;

import com.mongodb.MongoException;
import dev.millrace.mongo.cosmos.Pause;
import dev.millrace.mongo.cosmos.RequestBudget;
import dev.millrace.mongo.cosmos.RequestKind;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Asks a question again that failed for a passing reason; the driver itself does so once, and not when throttled. Safe
 * for use by many threads.
 */
public final class Retries {

    private final MongoErrors errors;
    private final RequestBudget budget;
    private final Backoff backoff;
    private final RequestKind kind;

    /** @param database where the questions are asked */
    Retries(MongoErrors errors, RequestBudget budget, Backoff backoff, String database) {
        this(errors, budget, backoff, RequestKind.various(database));
    }

    private Retries(MongoErrors errors, RequestBudget budget, Backoff backoff, RequestKind kind) {
        this.errors = errors;
        this.budget = budget;
        this.backoff = backoff;
        this.kind = kind;
    }

    /** The same for questions to another database. */
    public Retries in(String database) {
        return new Retries(errors, budget, backoff, database);
    }

    /** @param question leaves nothing behind when it fails */
    public <T> T ask(Supplier<T> question) {
        Attempts attempts = attempts();
        while (true) {
            try {
                return budget.spend(kind, 1, question);
            } catch (MongoException e) {
                if (!attempts.pauseAfter(e)) {
                    throw e;
                }
            }
        }
    }

    /** The tries of a question that is asked in a way of its own. */
    public Attempts attempts() {
        return new Attempts(errors, budget, backoff, false, new SplittableRandom());
    }

    /** The tries of a cursor, which goes on from where it was, even after a timeout. */
    public Attempts cursorAttempts() {
        return new Attempts(errors, budget, backoff, true, new SplittableRandom());
    }

    /** Where such a question is to be counted. */
    public RequestBudget budget() {
        return budget;
    }

    public static void pause(Duration wait) {
        Pause.of(wait);
    }
}
