package dev.millrace.job.stream;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.ResumePoint;
import dev.millrace.pipeline.RenewedClaims;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.redis.RedisResumeStore;
import dev.millrace.state.redis.RedisSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** A process that saves without end, until it is told that its stream is another's; says so. */
public final class FrozenOwner {

    static final String STREAM = "frozen";
    static final Duration LEASE = Duration.ofSeconds(2);

    private FrozenOwner() {}

    static SavedPoint point(int number) {
        return new SavedPoint(
                new ResumePoint(new BsonDocument("_data", new BsonInt32(number))), null, number, Instant.EPOCH);
    }

    static ResumeStore open(String uri, String owner) {
        return new RenewedClaims(RedisResumeStore.open(RedisSettings.of(uri), owner, LEASE), LEASE.dividedBy(5));
    }

    public static void main(String[] args) {
        try (ResumeStore store = open(args[0], "owner");
                StreamClaim claim = store.claim(STREAM).orElseThrow()) {
            for (int i = 0; ; i++) {
                claim.save(point(i));
                System.out.println("saved");
                LockSupport.parkNanos(20_000_000);
            }
        } catch (MillraceException e) {
            System.out.println(e.kind() == FailureKind.CONFLICT ? "lost" : e.toString());
        }
    }
}
