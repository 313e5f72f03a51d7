package dev.millrace.state.redis;

import static dev.millrace.contract.SampleRun.plan;
import static dev.millrace.contract.SampleRun.publish;
import static dev.millrace.contract.SampleRun.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.RunStoreContract;
import dev.millrace.contract.SampleRun;
import dev.millrace.doubles.Eventually;
import dev.millrace.doubles.RedisProcess;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Finding;
import dev.millrace.state.Lease;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.StoredChunk;
import dev.millrace.state.StoredReceipt;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisRunStoreTest extends RunStoreContract {

    private static final Duration RETENTION = Duration.ofDays(14);

    @TempDir
    static Path directory;

    private static Vertx vertx;
    private static RedisProcess redis;
    private static RedisLink link;

    private final String prefix = "test-" + UUID.randomUUID() + ":";

    @BeforeAll
    static void startRedis() {
        vertx = Vertx.vertx();
        // Switched to cluster mode on one node: Redis then refuses commands and scripts whose keys are in several
        // slots.
        redis = RedisProcess.start(directory, "cluster-enabled yes", "cluster-require-full-coverage no");
        link = new RedisLink(vertx, RedisAddress.parse(redis.uri()), Duration.ofSeconds(10));
        Request all = Request.cmd(Command.CLUSTER).arg("ADDSLOTS");
        for (int slot = 0; slot < 16384; slot++) {
            all.arg(slot);
        }
        link.send(all);
        Eventually.until(
                "the cluster is up",
                () -> String.valueOf(link.send(Request.cmd(Command.CLUSTER).arg("INFO")))
                        .contains("cluster_state:ok"));
    }

    @AfterAll
    static void stopRedis() {
        link.close();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected RunStore open() {
        return open(RETENTION);
    }

    private RedisRunStore open(Duration retention) {
        return new RedisRunStore(
                vertx,
                new RedisSettings(redis.uri(), prefix, retention, Duration.ofDays(7), Duration.ofSeconds(20)),
                Clock.systemUTC());
    }

    @Override
    protected void pass(Duration time) {
        long until = serverMicros() + time.toNanos() / 1_000;
        Eventually.until(time + " on the server's clock", () -> serverMicros() > until);
    }

    private static long serverMicros() {
        Response time = link.send(Request.cmd(Command.TIME));
        return time.get(0).toLong() * 1_000_000 + time.get(1).toLong();
    }

    @Test
    void givesEveryKeyOfARunATimeToLive() {
        publishLarge(2_500);
        Lease lease = store.lease(RUN, "a", LONG).orElseThrow();
        store.complete(lease, receipt(0));
        store.fail(store.lease(RUN, "a", LONG).orElseThrow(), 1, "x");
        store.release(store.lease(RUN, "a", LONG).orElseThrow());
        store.lease(RUN, "a", LONG);

        assertThat(keys()).hasSizeGreaterThanOrEqualTo(8);
        assertThat(keys())
                .allSatisfy(key -> assertThat(timeToLive(key)).isBetween(RETENTION.minusMinutes(5), RETENTION));
    }

    @Test
    void keepsAFinishedRunForAShorterTime() {
        publishLarge(1_500);
        for (Lease lease : leaseAll()) {
            store.complete(lease, receipt(lease.chunk().number()));
        }
        store.claimFinish(RUN, "a", LONG);

        store.finished(RUN);

        assertThat(keys().stream().filter(key -> key.contains("{")))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(key -> assertThat(timeToLive(key)).isLessThanOrEqualTo(Duration.ofDays(7)));
    }

    @Test
    void extendsTheLifeOfAllKeysWhileTheRunIsWorkedOn() {
        store.close();
        Duration retention = Duration.ofSeconds(8);
        store = open(retention);
        publishLarge(2_500);
        String last = prefix + "{" + RUN + "}:chunks:2";
        pass(retention.dividedBy(2));

        store.lease(RUN, "a", LONG);

        assertThat(timeToLive(last)).isGreaterThan(retention.dividedBy(2));
    }

    @Test
    void usesFewKeysForManyChunks() {
        publishLarge(5_000);

        assertThat(keys()).hasSizeLessThan(10);
    }

    @Test
    void leavesNothingBehindOfADeletedRun() {
        publishLarge(2_500);
        store.complete(store.lease(RUN, "a", LONG).orElseThrow(), receipt(0));

        store.delete(RUN);

        assertThat(keys().stream().filter(key -> key.contains("{"))).isEmpty();
    }

    @Test
    void refusesAProcessThatWorksOnAnEarlierPlanningOfTheRun() {
        publish(store, RUN, 2);
        Lease old = store.lease(RUN, "a", LONG).orElseThrow();
        try (RunStore other = open()) {
            other.delete(RUN);
            publish(other, RUN, 2);

            assertConflict(() -> store.lease(RUN, "a", LONG));
            assertConflict(() -> store.complete(old, receipt(0)));
            assertConflict(() -> store.plan(RUN));
            assertConflict(() -> store.finished(RUN));
            assertThat(other.lease(RUN, "b", LONG)).isPresent();
        }
    }

    @Test
    void refusesChunksOfAPlannerWhoWasOvertaken() {
        store.claimPlanning(RUN, "a", SHORT);
        store.addChunks(RUN, SampleRun.chunks(0, 2));
        pass(SHORT);
        try (RunStore other = open()) {
            other.claimPlanning(RUN, "b", LONG);

            assertConflict(() -> store.addChunks(RUN, SampleRun.chunks(2, 3)));
            assertConflict(() -> store.publish(plan(RUN)));
            other.addChunks(RUN, SampleRun.chunks(0, 1));
            other.publish(plan(RUN));
            assertThat(other.progress(RUN).chunks()).isEqualTo(1);
        }
    }

    @Test
    void addsChunksOnceWhenTheCallIsRepeated() {
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, SampleRun.chunks(0, 3));
        store.addChunks(RUN, SampleRun.chunks(0, 3));
        store.publish(plan(RUN));

        assertThat(store.progress(RUN))
                .extracting(RunProgress::chunks, RunProgress::expectedDocuments)
                .containsExactly(3, 3_000L);
    }

    @Test
    void saysWhichPartWasLostWhenRedisEvictsKeys() {
        publish(store, RUN, 2);
        leaseAll().forEach(lease -> store.complete(lease, receipt(lease.chunk().number())));
        link.send(Request.cmd(Command.DEL).arg(prefix + "{" + RUN + "}:receipts:0"));

        assertConflict(() -> store.receipts(RUN).toList());
    }

    @Test
    void saysThatLeasesWereLostWhenRedisEvictsThem() {
        publish(store, RUN, 2);
        leaseAll();
        link.send(Request.cmd(Command.DEL).arg(prefix + "{" + RUN + "}:expiry"));

        assertConflict(() -> store.lease(RUN, "a", LONG));
    }

    @Test
    void goesOnWithARunThatAnEarlierVersionBegan() {
        publish(store, RUN, 2);
        Lease lease = store.lease(RUN, "a", LONG).orElseThrow();
        store.complete(lease, receipt(0));
        for (int number = 0; number < 2; number++) {
            overwrite("chunks:0", number, StoredChunk.encode(SampleRun.chunk(number)));
        }
        overwrite("receipts:0", 0, StoredReceipt.of(lease.fence(), receipt(0)).text());

        Lease next = store.lease(RUN, "a", LONG).orElseThrow();

        assertThat(next.chunk()).isEqualTo(SampleRun.chunk(1));
        assertThat(store.complete(lease, receipt(0))).isTrue();
        assertThat(store.complete(next, receipt(1))).isTrue();
        assertThat(store.receipts(RUN))
                .containsExactly(
                        new ChunkReceipt(SampleRun.chunk(0), receipt(0)),
                        new ChunkReceipt(SampleRun.chunk(1), receipt(1)));
    }

    @Test
    void refusesWhatAnotherVersionWroteInAFormOfItsOwn() {
        publish(store, RUN, 2);
        store.complete(store.lease(RUN, "a", LONG).orElseThrow(), receipt(0));
        overwrite("chunks:0", 1, "\u0002?");
        overwrite("receipts:0", 0, "12\u0002?");

        assertConflict(() -> store.lease(RUN, "a", LONG));
        assertConflict(() -> store.receipts(RUN).toList());
    }

    private void overwrite(String hash, int number, String value) {
        link.send(Request.cmd(Command.HSET)
                .arg(prefix + "{" + RUN + "}:" + hash)
                .arg(number)
                .arg(value));
    }

    @Test
    void findsAHealthyRedisHealthy() {
        assertThat(store.check())
                .allMatch(finding -> finding.verdict() == Finding.Verdict.GOOD)
                .anyMatch(finding -> finding.detail().contains("Redis 6.2.11 answers in"))
                .anyMatch(finding -> finding.detail().contains("can write"));
        assertThat(keys()).isEmpty();
    }

    @Test
    void runsOnAClusterClient() {
        try (RunStore cluster = new RedisRunStore(
                vertx,
                new RedisSettings(redis.uri() + "?cluster=true", prefix, RETENTION, RETENTION, Duration.ofSeconds(20)),
                Clock.systemUTC())) {
            publish(cluster, RUN, 3);
            Lease lease = cluster.lease(RUN, "a", LONG).orElseThrow();

            assertThat(cluster.complete(lease, receipt(0))).isTrue();
            assertThat(cluster.receipts(RUN)).hasSize(1);
            assertThat(cluster.runs()).hasSize(1);
            cluster.delete(RUN);
        }
    }

    private void publishLarge(int chunks) {
        store.claimPlanning(RUN, "a", LONG);
        store.addChunks(RUN, SampleRun.smallChunks(0, chunks));
        store.publish(plan(RUN));
    }

    private List<String> keys() {
        List<String> names = new ArrayList<>();
        link.send(Request.cmd(Command.KEYS).arg(prefix + "*")).forEach(name -> names.add(name.toString()));
        return names;
    }

    private static Duration timeToLive(String key) {
        return Duration.ofMillis(link.send(Request.cmd(Command.PTTL).arg(key)).toLong());
    }
}
