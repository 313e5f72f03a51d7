package dev.millrace.sink.object.gcs;

import com.google.api.gax.retrying.RetrySettings;
import java.time.Duration;

/**
 * How long a request that the service calls retryable (408, 429, 5xx, a broken connection) is sent again, with waits that
 * double and are drawn at random. Source of the rules: cloud.google.com/storage/docs/retry-strategy.
 *
 * @param first   bound of the first wait
 * @param longest bound of every wait
 * @param total   time for one request with all its repetitions
 */
public record GcsRetry(Duration first, Duration longest, Duration total) {

    public GcsRetry {
        if (first.isNegative() || longest.compareTo(first) < 0 || total.compareTo(longest) < 0) {
            throw new IllegalArgumentException("waits grow from first to longest, and fit into total");
        }
    }

    public static GcsRetry usual() {
        return new GcsRetry(Duration.ofSeconds(1), Duration.ofSeconds(32), Duration.ofMinutes(2));
    }

    RetrySettings toSettings() {
        return RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(first)
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(longest)
                .setTotalTimeoutDuration(total)
                .build();
    }
}
