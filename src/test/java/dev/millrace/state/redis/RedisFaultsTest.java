package dev.millrace.state.redis;

import static dev.millrace.contract.SampleRun.plan;
import static dev.millrace.contract.SampleRun.publish;
import static dev.millrace.contract.SampleRun.receipt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Redis run store says and does when Redis is away, comes back, forgets, or says no. */
class RedisFaultsTest {

    private static final String RUN = "run-1";
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private RedisRunStore open(String uri) {
        return open(uri, Duration.ofSeconds(5), Clock.systemUTC());
    }

    private RedisRunStore open(String uri, Duration timeout, Clock clock) {
        RedisSettings settings = new RedisSettings(uri, "millrace:", Duration.ofDays(1), Duration.ofDays(1), timeout);
        return new RedisRunStore(vertx, settings, clock);
    }

    @Test
    void failsAsTransientWhileRedisIsAwayAndGoesOnWhenItIsBackWithItsData() {
        try (RedisProcess redis = RedisProcess.start(directory, "appendfsync always");
                RunStore store = open(redis.uri())) {
            publish(store, RUN, 3);
            Lease first = store.lease(RUN, "a", LONG).orElseThrow();
            Lease second = store.lease(RUN, "a", LONG).orElseThrow();
            store.complete(first, receipt(0));
            redis.stop();

            assertThat(failure(() -> store.complete(second, receipt(1))).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(failure(() -> store.lease(RUN, "a", LONG)).kind()).isEqualTo(FailureKind.TRANSIENT);
            redis.start();
            untilItAnswers(store);

            assertThat(store.complete(first, receipt(0))).isTrue();
            assertThat(store.complete(second, receipt(1))).isTrue();
            Lease third = store.lease(RUN, "a", LONG).orElseThrow();
            assertThat(third.chunk().number()).isEqualTo(2);
            assertThat(store.complete(third, receipt(2))).isTrue();
            assertThat(store.progress(RUN))
                    .extracting(RunProgress::done, RunProgress::written)
                    .containsExactly(3, 303L);
        }
    }

    @Test
    void refusesToGoOnWhenRedisComesBackWithoutItsData() {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunStore store = open(redis.uri())) {
            publish(store, RUN, 2);
            Lease lease = store.lease(RUN, "a", LONG).orElseThrow();
            redis.stop();
            redis.loseData();
            redis.start();
            untilItAnswers(store);

            for (Runnable call : List.<Runnable>of(
                    () -> store.renew(lease, LONG),
                    () -> store.complete(lease, receipt(0)),
                    () -> store.lease(RUN, "a", LONG),
                    () -> store.plan(RUN),
                    () -> store.progress(RUN),
                    () -> store.claimFinish(RUN, "a", LONG),
                    () -> store.receipts(RUN).toList(),
                    () -> store.finished(RUN))) {
                MillraceException failure = failure(call);
                assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
                assertThat(failure.problem())
                        .contains("Run run-1 is not in Redis")
                        .contains("lost its data");
                assertThat(failure.hint()).contains("appendonly");
            }
        }
    }

    @Test
    void refusesThePlannerWhosePlanningRedisLost() {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunStore store = open(redis.uri())) {
            store.claimPlanning(RUN, "a", LONG);
            redis.stop();
            redis.loseData();
            redis.start();
            untilItAnswers(store);

            assertThat(failure(() -> store.publish(plan(RUN))).kind()).isEqualTo(FailureKind.CONFLICT);
        }
    }

    @Test
    void saysThatThePasswordIsWrongWithoutRepeatingIt() {
        try (RedisProcess redis = RedisProcess.start(directory, "requirepass s3cret%+@word")) {
            String place = "127.0.0.1:" + redis.port();
            for (String login : List.of("", ":wrong-one@", "nobody:wrong-one@")) {
                try (RunStore store = open("redis://" + login + place)) {
                    MillraceException failure = failure(() -> store.plan(RUN));

                    assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(failure.problem()).contains(place).contains("user name or password");
                    assertThat(failure.hint()).contains("REDIS_URL");
                    assertThat(failure.problem() + failure.hint()).doesNotContain("wrong-one");
                }
            }
            for (String login : List.of(":s3cret%25+%40word@", "default:s3cret%25+%40word@", "s3cret%25%2B@word@")) {
                try (RunStore store = open("redis://" + login + place + "/3")) {
                    assertThat(store.runs()).isEmpty();
                    assertThat(store.description()).isEqualTo("redis://" + place + "/3");
                }
            }
        }
    }

    @Test
    void saysWhichPrivilegeIsMissing() {
        try (RedisProcess redis = RedisProcess.start(directory, "user watcher on >pass ~* -@all +ping +hello +hmget");
                RunStore store = open("redis://watcher:pass@127.0.0.1:" + redis.port())) {
            assertThat(store.plan(RUN)).isEmpty();

            MillraceException failure = failure(() -> store.claimPlanning(RUN, "a", LONG));

            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
            assertThat(failure.problem()).contains("NOPERM");
            assertThat(failure.hint()).contains("ACL SETUSER");
        }
    }

    @Test
    void saysThatRedisCannotBeReached() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        for (String uri : List.of("redis://127.0.0.1:" + port, "redis://no-such-host.invalid:6379")) {
            try (RunStore store = open(uri)) {
                MillraceException failure = failure(() -> store.plan(RUN));

                assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
                assertThat(failure.problem()).contains("cannot be reached");
                assertThat(store.check())
                        .extracting(Finding::verdict, Finding::remedy)
                        .containsExactly(tuple(Finding.Verdict.BAD, failure.hint()));
                assertThat(failure.hint()).contains("REDIS_URL");
            }
        }
    }

    @Test
    void waitsNoLongerThanItsTimeoutForARedisThatSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                RunStore store =
                        open("redis://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(300), Clock.systemUTC())) {
            MillraceException failure = failure(() -> store.plan(RUN));

            assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION);
            assertThat(failure.problem()).contains("did not answer within 300 ms");
        }
    }

    @Test
    void failsAsTransientWhileRedisIsFrozenAndGoesOnAfterwards() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunStore store = open(redis.uri(), Duration.ofSeconds(2), Clock.systemUTC())) {
            publish(store, RUN, 40);
            Lease lease = store.lease(RUN, "a", LONG).orElseThrow();
            redis.freeze();
            List<Callable<FailureKind>> calls = Collections.nCopies(
                    40, () -> failure(() -> store.renew(lease, LONG)).kind());

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<FailureKind> kind : threads.invokeAll(calls)) {
                    assertThat(kind.get()).isEqualTo(FailureKind.TRANSIENT);
                }
            }
            redis.thaw();
            untilItAnswers(store);

            assertThat(store.complete(lease, receipt(0))).isTrue();
        }
    }

    @Test
    void saysThatRedisIsFull() {
        try (RedisProcess redis = RedisProcess.start(directory, "maxmemory 100kb");
                RedisRunStore store = open(redis.uri())) {
            MillraceException failure = failure(() -> store.claimPlanning(RUN, "a", LONG));

            assertThat(failure.kind()).isEqualTo(FailureKind.FAILED);
            assertThat(failure.problem()).contains("out of memory");
            assertThat(failure.hint()).contains("maxmemory");
            assertThat(store.check())
                    .anyMatch(finding -> finding.verdict() == Finding.Verdict.BAD
                            && finding.detail().contains("out of memory"));
        }
    }

    @Test
    void warnsOfARedisThatMayDropKeysOrForgetEverything() {
        try (RedisProcess redis = RedisProcess.start(directory, "maxmemory-policy volatile-lru", "appendonly no");
                RunStore store = open(
                        redis.uri(), Duration.ofSeconds(5), Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)))) {
            assertThat(store.check())
                    .filteredOn(finding -> finding.verdict() == Finding.Verdict.DOUBTFUL)
                    .allMatch(finding -> !finding.remedy().isEmpty())
                    .anyMatch(finding -> finding.detail().contains("volatile-lru"))
                    .anyMatch(finding -> finding.detail().contains("appendonly"))
                    .anyMatch(finding -> finding.detail().matches("the server's clock is (3599|3600)\\d{3} ms.*"))
                    .hasSize(3);
        }
    }

    @Test
    void refusesUrisThatAreNone() {
        for (String uri : List.of("hunter2", "http://h", "redis://h:port", "redis://h/db", "redis://h?x=y")) {
            MillraceException failure = failure(() -> open(uri).close());

            assertThat(failure.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(failure.problem() + failure.hint()).doesNotContain("hunter2");
        }
    }

    @Test
    void saysThatTheWaitWasInterruptedAndKeepsTheFlag() throws IOException {
        try (ServerSocket silent = new ServerSocket(0);
                RunStore store = open("redis://127.0.0.1:" + silent.getLocalPort())) {
            Thread.currentThread().interrupt();

            MillraceException failure = failure(() -> store.plan(RUN));

            assertThat(failure.kind()).isEqualTo(FailureKind.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void untilItAnswers(RunStore store) {
        Eventually.until("Redis answers", () -> {
            try {
                store.runs();
                return true;
            } catch (MillraceException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.TRANSIENT);
                return false;
            }
        });
    }

    private static MillraceException failure(Runnable call) {
        MillraceException failure = catchThrowableOfType(MillraceException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }
}
