package dev.millrace.mongo.cosmos;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of an error when the next request may come. Source: "Error=16500, RetryAfterMs=8, Details='…'" as the
 * service writes it.
 */
public final class Throttling {

    private static final Set<Integer> CODES = Set.of(16500, 429);

    /** With Server Side Retry, of a request that was throttled for a minute. */
    private static final int TIMED_OUT = 50;

    private static final Pattern RETRY_AFTER = Pattern.compile("RetryAfterMs\\s*[=:]\\s*(\\d{1,9})");
    private static final int DEEPEST = 8;

    private Throttling() {}

    /** Whether an error of this code says that too many request units were asked for. */
    public static boolean isThrottled(int code) {
        return CODES.contains(code);
    }

    /**
     * How long the service asks to wait, zero where it does not say; empty where the failure is of another kind. Of
     * several refused writes the longest wait counts.
     *
     * @param cosmos whether the server is known to be an RU account: code 50 means something else elsewhere
     */
    public static Optional<Duration> retryAfter(RuntimeException failure, boolean cosmos) {
        if (!(failure instanceof MongoException server)) {
            return Optional.empty();
        }
        if (!isThrottled(server.getCode()) && !(cosmos && server.getCode() == TIMED_OUT) && !holdsThrottled(server)) {
            return Optional.empty();
        }
        long millis = 0;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            millis = Math.max(millis, millis(cause.getMessage()));
            if (cause instanceof MongoBulkWriteException bulk) {
                for (BulkWriteError error : bulk.getWriteErrors()) {
                    millis = Math.max(millis, millis(error.getMessage()));
                }
            }
        }
        return Optional.of(Duration.ofMillis(millis));
    }

    private static boolean holdsThrottled(MongoException failure) {
        return failure instanceof MongoBulkWriteException bulk
                && bulk.getWriteErrors().stream().anyMatch(error -> isThrottled(error.getCode()));
    }

    private static long millis(@Nullable String message) {
        Matcher matcher = RETRY_AFTER.matcher(message == null ? "" : message);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
