package dev.millrace.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.LeasedResumeStoreContract;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.StreamClaim;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisResumeStoreTest extends LeasedResumeStoreContract {

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static RedisProcess redis;
    private static RedisLink link;

    @BeforeAll
    static void startRedis() {
        vertx = Vertx.vertx();
        redis = RedisProcess.start(directory, "appendfsync always");
        link = new RedisLink(vertx, RedisAddress.parse(redis.uri()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stopRedis() {
        link.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected ResumeStore open(Duration lease) {
        return open(lease, Duration.ofSeconds(5));
    }

    private static ResumeStore open(Duration lease, Duration timeout) {
        RedisSettings settings =
                new RedisSettings(redis.uri(), "test:", Duration.ofDays(1), Duration.ofDays(1), timeout);
        return new RedisResumeStore(vertx, settings, "host/1", lease);
    }

    @Override
    protected void lose(String name) {
        link.send(Request.cmd(Command.DEL).arg(key(name)));
    }

    private static String key(String name) {
        return "test:{stream:" + name + "}";
    }

    @Test
    void writesWhatPeopleCanRead() {
        try (StreamClaim claim = claim()) {
            claim.save(point(3));

            assertThat(field("token")).isEqualTo("{\"_data\": \"826B00D200000003\"}");
            assertThat(field("clusterTime")).isEqualTo("1795215984:3");
            assertThat(field("events")).isEqualTo("3");
            assertThat(field("savedAt")).isEqualTo("2026-01-02T03:04:08.678Z");
            assertThat(field("owner")).isEqualTo("host/1");
            assertThat(link.send(Request.cmd(Command.PTTL).arg(key(stream))).toLong())
                    .isEqualTo(-1);
        }
        assertThat(link.send(Request.cmd(Command.HGET).arg(key(stream)).arg("owner")))
                .isNull();
    }

    private String field(String name) {
        Response value = link.send(Request.cmd(Command.HGET).arg(key(stream)).arg(name));
        return String.valueOf(value);
    }

    @Test
    void failsAsTransientWhileRedisIsAwayAndSavesWhenItIsBack() {
        StreamClaim claim = claim();
        claim.save(point(1));
        redis.stop();

        assertKind(FailureKind.TRANSIENT, () -> claim.save(point(2)));
        assertKind(FailureKind.TRANSIENT, claim::renew);
        redis.start();
        Eventually.until("Redis answers", () -> answers(claim::renew));

        claim.save(point(3));
        assertThat(store.look(stream)).contains(point(3));
        claim.close();
    }

    @Test
    void leavesAStreamToItsLeaseWhereRedisIsAwayAtTheEnd() {
        StreamClaim claim = claim();
        claim.save(point(1));
        redis.stop();

        claim.close();

        redis.start();
        Eventually.until("Redis answers", () -> answers(() -> store.look(stream)));
        assertThat(store.claim(stream)).isEmpty();
    }

    @Test
    void givesBackThePlaceToARedisThatLostItsData() {
        StreamClaim claim = claim();
        claim.save(point(1));
        redis.stop();
        redis.loseData();
        redis.start();

        Eventually.until("Redis answers", () -> answers(claim::renew));

        assertThat(store.look(stream)).contains(point(1));
        claim.close();
    }

    @Test
    void isNotUndoneByASaveThatArrivesLate() {
        try (ResumeStore hasty = open(LONG, Duration.ofMillis(500));
                StreamClaim claim = hasty.claim(stream).orElseThrow()) {
            claim.save(point(1));
            redis.freeze();
            assertKind(FailureKind.TRANSIENT, () -> claim.save(point(2)));
            assertKind(FailureKind.TRANSIENT, () -> claim.save(point(3)));
            redis.thaw();
            Eventually.until("Redis answers", () -> answers(claim::renew));

            assertThat(store.look(stream)).contains(point(3));
        }
    }

    @Test
    void givesAStreamFreeWhoseLeaseAnOperatorRemoved() {
        StreamClaim claim = claim();
        claim.save(point(1));
        link.send(Request.cmd(Command.HDEL).arg(key(stream)).arg("until").arg("saves"));

        try (StreamClaim next = claim()) {
            assertThat(next.load()).contains(point(1));
            assertConflict(() -> claim.save(point(2)));
        }
    }

    @Test
    void tellsWhatCannotBeRead() {
        link.send(Request.cmd(Command.HSET).arg(key(stream)).arg("token").arg("{oops"));

        assertKind(FailureKind.FAILED, () -> store.look(stream));
    }

    private static boolean answers(Runnable call) {
        try {
            call.run();
            return true;
        } catch (MillraceException e) {
            return false;
        }
    }

    private static void assertKind(FailureKind kind, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
