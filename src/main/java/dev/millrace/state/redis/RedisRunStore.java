package dev.millrace.state.redis;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.Finding;
import dev.millrace.model.RunPlan;
import dev.millrace.model.WriteReceipt;
import dev.millrace.state.FailedChunk;
import dev.millrace.state.Lease;
import dev.millrace.state.RunPhase;
import dev.millrace.state.RunProgress;
import dev.millrace.state.RunStore;
import dev.millrace.state.StoredFailure;
import dev.millrace.state.StoredPlan;
import dev.millrace.state.StoredReport;
import dev.millrace.state.WorkerReport;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps runs in Redis (5 or newer), so that several processes work on one run. Each change of a chunk is one Lua
 * script; leases run on the server's clock. A run that Redis lost is refused with CONFLICT. Calls wait for an answer
 * and must not come from an event loop; while Redis is away they fail with TRANSIENT once it has been reached, with
 * CONNECTION before.
 */
public final class RedisRunStore implements RunStore {

    private final RedisSettings settings;
    private final Clock clock;
    private final RedisAddress address;
    private final RedisLink link;
    private final RunLoss loss;
    private final RunCalls runs;
    private final RedisChunks chunks;
    private final RunIndex index;

    /**
     * Connects at the first call.
     *
     * @param vertx stays the caller's, who closes it after this store
     * @param clock this machine's, to compare the server's with
     */
    public RedisRunStore(Vertx vertx, RedisSettings settings, Clock clock) {
        this(new RedisLink(vertx, RedisAddress.parse(settings.uri()), settings.timeout()), settings, clock);
    }

    private RedisRunStore(RedisLink link, RedisSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.link = link;
        address = link.address();
        loss = new RunLoss(address);
        runs = new RunCalls(link, loss);
        chunks = new RedisChunks(link, loss);
        index = new RunIndex(link, settings);
    }

    /** A store with event loops of its own, which live until it is closed: also while the program is shutting down. */
    public static RedisRunStore open(RedisSettings settings, Clock clock) {
        return new RedisRunStore(
                RedisLink.open(RedisAddress.parse(settings.uri()), settings.timeout()), settings, clock);
    }

    @Override
    public String description() {
        return address.toString();
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<Finding> check() {
        return new RedisCheck(link, settings.keyPrefix(), clock).check();
    }

    @Override
    public List<RunProgress> runs() {
        List<RunProgress> found = new ArrayList<>();
        index.runIds().forEach(runId -> found.add(read(keys(runId))));
        found.removeIf(run -> run.phase() == RunPhase.UNKNOWN);
        found.sort(Comparator.comparing(RunProgress::created).reversed());
        return found;
    }

    @Override
    public Optional<RunPlan> plan(String runId) {
        Response found = link.send(
                Request.cmd(Command.HMGET).arg(keys(runId).meta()).arg("life").arg("plan"));
        if (found == null || found.get(0) == null) {
            if (runs.knows(runId)) {
                throw loss.gone(runId);
            }
            return Optional.empty();
        }
        if (found.get(1) == null) {
            return Optional.empty();
        }
        runs.meet(runId, found.get(0).toString());
        return Optional.of(StoredPlan.decode(found.get(1).toString()));
    }

    @Override
    public boolean claimPlanning(String runId, String worker, Duration ttl) {
        RunKeys keys = keys(runId);
        runs.begin(runId, UUID.randomUUID().toString());
        boolean claimed = false;
        Response answer;
        try {
            answer = runs.ask(RunScripts.CLAIM_PLANNING, keys, settings.retention(), worker, millis(ttl));
            claimed = RunCalls.word(answer).equals("CLAIMED");
        } finally {
            if (!claimed) {
                runs.forget(runId);
            }
        }
        if (!claimed) {
            return false;
        }
        new RunSweep(link, keys).deleteChunks(answer.get(1).toInteger());
        index.add(runId, answer.get(2).toString());
        return true;
    }

    @Override
    public void addChunks(String runId, List<Chunk> more) {
        RunKeys keys = keys(runId);
        for (RedisChunks.Addition addition : RedisChunks.additions(keys, more)) {
            Response answer = runs.call(
                    RunScripts.ADD_CHUNKS,
                    keys,
                    addition.keys(),
                    settings.retention(),
                    addition.arguments(),
                    addition.definitions());
            if (RunCalls.word(answer).equals("GAP")) {
                throw loss.incomplete(
                        runId,
                        "chunk " + addition.arguments().getFirst() + " was planned where chunk " + answer.get(1)
                                + " comes next");
            }
        }
    }

    @Override
    public void publish(RunPlan plan) {
        String created = Long.toString(plan.created().toEpochMilli());
        RunKeys keys = keys(plan.runId());
        runs.call(RunScripts.PUBLISH, keys, settings.retention(), StoredPlan.encode(plan), created);
        index.add(plan.runId(), created);
    }

    @Override
    public Optional<Lease> lease(String runId, String worker, Duration ttl) {
        RunKeys keys = keys(runId);
        Response answer = runs.call(ChunkScripts.LEASE, keys, settings.retention(), worker, millis(ttl));
        runs.meet(runId, answer.get(1).toString());
        if (!RunCalls.word(answer).equals("LEASED")) {
            return Optional.empty();
        }
        int chunksToSweep = answer.get(5).toInteger();
        if (chunksToSweep > 0) {
            new RunSweep(link, keys).expire(chunksToSweep, settings.retention());
            index.extend();
        }
        Chunk chunk = chunks.read(keys, answer.get(2).toInteger());
        return Optional.of(new Lease(
                runId, chunk, worker, answer.get(3).toLong(), answer.get(4).toInteger()));
    }

    @Override
    public boolean renew(Lease lease, Duration ttl) {
        return RunCalls.word(callFor(lease, ChunkScripts.RENEW, millis(ttl))).equals("RENEWED");
    }

    /** Durable as far as that Redis is: with `appendfsync everysec` a power cut there may undo the last second. */
    @Override
    public boolean complete(Lease lease, WriteReceipt receipt) {
        RunKeys keys = keys(lease.runId());
        int number = lease.chunk().number();
        List<String> all = new ArrayList<>(keys.fixed());
        all.add(keys.receipts(RunKeys.bucket(number)));
        List<String> arguments = List.of(
                Integer.toString(number),
                Long.toString(lease.fence()),
                Long.toString(receipt.written()),
                Long.toString(receipt.rejected()),
                Long.toString(receipt.sourceBytes()),
                Long.toString(receipt.targetBytes()));
        List<byte[]> packed = List.of(PackedReceipt.encode(lease.fence(), receipt));
        Response answer = runs.call(ChunkScripts.COMPLETE, keys, all, settings.retention(), arguments, packed);
        return RunCalls.word(answer).equals("DONE");
    }

    @Override
    public void release(Lease lease) {
        callFor(lease, ChunkScripts.RELEASE);
    }

    @Override
    public void fail(Lease lease, int attempts, String reason) {
        callFor(lease, ChunkScripts.FAIL, new StoredFailure(attempts, reason).text());
    }

    @Override
    public int retryFailed(String runId) {
        return runs.call(ChunkScripts.RETRY_FAILED, keys(runId), settings.retention())
                .get(1)
                .toInteger();
    }

    @Override
    public void report(String runId, WorkerReport report, Duration ttl) {
        runs.call(
                RunScripts.REPORT,
                keys(runId),
                settings.retention(),
                report.worker(),
                StoredReport.json(report),
                millis(ttl));
    }

    /** An unknown run is an error here, too, when this process has worked on it: then Redis lost it. */
    @Override
    public RunProgress progress(String runId) {
        if (runs.knows(runId)) {
            return ProgressAnswer.of(runId, runs.call(RunScripts.PROGRESS, keys(runId), settings.retention()));
        }
        return read(keys(runId));
    }

    @Override
    public List<FailedChunk> failures(String runId) {
        RunKeys keys = keys(runId);
        runs.call(RunScripts.PROGRESS, keys, settings.retention());
        return chunks.readFailed(keys);
    }

    @Override
    public Stream<ChunkReceipt> receipts(String runId) {
        RunKeys keys = keys(runId);
        RunProgress now = ProgressAnswer.of(runId, runs.call(RunScripts.PROGRESS, keys, settings.retention()));
        ReceiptIterator receipts = new ReceiptIterator(link, loss, keys, now.chunks(), now.done());
        int facts = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(receipts, facts), false);
    }

    @Override
    public boolean claimFinish(String runId, String worker, Duration ttl) {
        Response answer = runs.call(RunScripts.CLAIM_FINISH, keys(runId), settings.retention(), worker, millis(ttl));
        return RunCalls.word(answer).equals("CLAIMED");
    }

    @Override
    public void finished(String runId) {
        RunKeys keys = keys(runId);
        Response answer = runs.call(RunScripts.FINISHED, keys, settings.finishedRetention());
        new RunSweep(link, keys).expire(answer.get(1).toInteger(), settings.finishedRetention());
    }

    @Override
    public void delete(String runId) {
        RunKeys keys = keys(runId);
        Response count = link.send(Request.cmd(Command.HGET).arg(keys.meta()).arg("chunks"));
        new RunSweep(link, keys).delete(count == null ? 0 : count.toInteger());
        index.remove(runId);
        runs.forget(runId);
    }

    @Override
    public void close() {
        link.close();
    }

    private Response callFor(Lease lease, Script script, String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(lease.chunk().number()));
        arguments.add(Long.toString(lease.fence()));
        arguments.addAll(List.of(more));
        RunKeys keys = keys(lease.runId());
        return runs.call(script, keys, keys.fixed(), settings.retention(), arguments, List.of());
    }

    private RunProgress read(RunKeys keys) {
        Response answer = runs.ask(RunScripts.PROGRESS, keys, settings.retention());
        return ProgressAnswer.of(keys.runId(), answer);
    }

    private RunKeys keys(String runId) {
        return new RunKeys(settings.keyPrefix(), runId);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
