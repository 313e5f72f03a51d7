package dev.millrace.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.DedupStoreContract;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.state.DedupStore;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisDedupStoreTest extends DedupStoreContract {

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static RedisProcess redis;
    private static RedisLink link;

    @BeforeAll
    static void startRedis() {
        vertx = Vertx.vertx();
        redis = RedisProcess.start(directory);
        link = new RedisLink(vertx, RedisAddress.parse(redis.uri()), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stopRedis() {
        link.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected DedupStore open(Duration lifetime) {
        RedisSettings settings =
                new RedisSettings(redis.uri(), "test:", Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(5));
        return new RedisDedupStore(vertx, settings, lifetime);
    }

    @Test
    void leavesNothingBehindOfAStreamThatHasEnded() {
        try (DedupStore brief = open(SHORT)) {
            brief.remember(stream, page(1, 1, "a"));
            assertThat(keys()).isEqualTo(3);

            Eventually.until("its keys run out", () -> keys() == 0);
        }
    }

    private int keys() {
        return link.send(Request.cmd(Command.KEYS).arg("test:{dedup:" + stream + "}*"))
                .size();
    }

    @Test
    void failsAsTransientWhileRedisIsAway() {
        store.remember(stream, page(1, 1, "a"));
        redis.stop();

        for (Runnable call : new Runnable[] {
            () -> store.remember(stream, page(2, 2, "b")),
            () -> store.pages(stream, 0, 0, 10),
            () -> store.cleanUp(stream)
        }) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT));
        }
        redis.start();
        Eventually.until("Redis answers", () -> {
            try {
                return !store.pages(stream, 0, 0, 10).isEmpty();
            } catch (MillraceException e) {
                return false;
            }
        });
    }
}
