package dev.millrace.job.stream;

import dev.millrace.config.Configuration;
import dev.millrace.config.RunSettings;
import dev.millrace.config.SecretReference;
import dev.millrace.config.StreamSettings;
import dev.millrace.job.Connectors;
import dev.millrace.job.WorkerName;
import dev.millrace.model.MillraceException;
import dev.millrace.mongo.MongoOptions;
import dev.millrace.pipeline.RenewedClaims;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.file.FileResumeStore;
import dev.millrace.state.firestore.FirestoreLocation;
import dev.millrace.state.firestore.FirestoreResumeStore;
import dev.millrace.state.mongo.MongoResumeStore;
import dev.millrace.state.redis.RedisResumeStore;
import dev.millrace.state.redis.RedisSettings;
import java.time.Duration;

/**
 * Where streams keep their places, chosen by the scheme of a URI. Claims of shared stores are leases that are renewed in
 * the background, so that a stream stays its process's own while it waits for its target.
 *
 * @param uri       `DIR`, `file:DIR`, `redis[s]://…`, `firestore://PROJECT/COLLECTION` or `mongodb[+srv]://…/DATABASE`;
 *                  with user and password, where they are needed
 * @param keyPrefix what the name of every key in Redis begins with
 * @param owner     this process, for people
 */
record ResumeStores(String uri, String keyPrefix, String owner) {

    /** How long a stream stays with a process that is gone. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    static ResumeStores of(Configuration configuration) {
        return new ResumeStores(
                SecretReference.resolve(configuration.get(StreamSettings.RESUME_STORE)),
                configuration.get(RunSettings.KEY_PREFIX),
                WorkerName.of(configuration));
    }

    ResumeStore open() {
        return switch (Connectors.scheme(uri)) {
            case "", "file" -> new FileResumeStore(Connectors.path(uri));
            case "redis", "rediss" -> renewed(RedisResumeStore.open(redis(uri, keyPrefix, TIMEOUT), owner, LEASE));
            case "mongodb", "mongodb+srv" ->
                renewed(MongoResumeStore.open(uri, MongoOptions.none(), owner, LEASE, TIMEOUT));
            case "firestore" ->
                renewed(FirestoreResumeStore.open(
                        FirestoreLocation.parse(uri), DedupStores.emulator(), owner, LEASE, TIMEOUT));
            default ->
                throw MillraceException.usage(
                        "--resume-store has a form that is not known",
                        "use a directory, redis://HOST:PORT, firestore://PROJECT/COLLECTION or mongodb://HOST/DATABASE");
        };
    }

    private static ResumeStore renewed(ResumeStore store) {
        return new RenewedClaims(store, LEASE.dividedBy(5));
    }

    static RedisSettings redis(String uri, String keyPrefix, Duration timeout) {
        RedisSettings usual = RedisSettings.of(uri);
        return new RedisSettings(uri, keyPrefix, usual.retention(), usual.finishedRetention(), timeout);
    }
}
