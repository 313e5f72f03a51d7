package dev.millrace.job.stream;

import dev.millrace.job.Connectors;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import dev.millrace.state.firestore.FirestoreDedupStore;
import dev.millrace.state.firestore.FirestoreLocation;
import dev.millrace.state.redis.RedisDedupStore;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where it is remembered which events were published, chosen by the scheme of a URI.
 *
 * @param uri       `redis[s]://…` or `firestore://PROJECT/COLLECTION`; may be that of the resume store
 * @param keyPrefix what the name of every key in Redis begins with
 */
record DedupStores(String uri, String keyPrefix) {

    /** How long a stream waits at its beginning for a store that does not answer; then it goes on without. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** @param lifetime how long an event is remembered */
    DedupStore open(Duration lifetime) {
        return switch (Connectors.scheme(uri)) {
            case "redis", "rediss" -> RedisDedupStore.open(ResumeStores.redis(uri, keyPrefix, TIMEOUT), lifetime);
            case "firestore" ->
                FirestoreDedupStore.open(
                        FirestoreLocation.parse(uri), emulator(), lifetime, TIMEOUT, InstantSource.system());
            default ->
                throw MillraceException.usage(
                        "deduplication.persistent_enabled needs a store that remembers events, and the resume store is none",
                        "use --resume-store redis://HOST:PORT or firestore://PROJECT/COLLECTION, or leave it to memory");
        };
    }

    /** As Google's own clients find it; null for the service. */
    static @Nullable String emulator() {
        String host = System.getenv("FIRESTORE_EMULATOR_HOST");
        return host == null || host.isBlank() ? null : host;
    }
}
