package dev.millrace.state.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Goes over all keys of a run. May die half-way: what is left ends by its own time to live. */
final class RunSweep {

    private static final int AT_ONCE = 100;

    private final RedisLink link;
    private final RunKeys keys;

    RunSweep(RedisLink link, RunKeys keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Sets the time to live of every key of a run with so many chunks. */
    void expire(int chunks, Duration retention) {
        String millis = Long.toString(retention.toMillis());
        List<Request> requests = new ArrayList<>();
        keys.fixed()
                .forEach(key ->
                        requests.add(Request.cmd(Command.PEXPIRE).arg(key).arg(millis)));
        for (int bucket = 0; bucket < RunKeys.buckets(chunks); bucket++) {
            requests.add(Request.cmd(Command.PEXPIRE).arg(keys.chunks(bucket)).arg(millis));
            requests.add(Request.cmd(Command.PEXPIRE).arg(keys.receipts(bucket)).arg(millis));
            sendWhenMany(requests);
        }
        link.sendAll(requests);
    }

    /** Deletes the run, first what makes it known. */
    void delete(int chunks) {
        link.send(Request.cmd(Command.UNLINK).arg(keys.meta()));
        List<Request> requests = new ArrayList<>();
        keys.fixed().forEach(key -> requests.add(Request.cmd(Command.UNLINK).arg(key)));
        addBuckets(requests, chunks);
    }

    /** Deletes what an earlier planning left behind. */
    void deleteChunks(int chunks) {
        addBuckets(new ArrayList<>(), chunks);
    }

    private void addBuckets(List<Request> requests, int chunks) {
        for (int bucket = 0; bucket < RunKeys.buckets(chunks); bucket++) {
            requests.add(Request.cmd(Command.UNLINK).arg(keys.chunks(bucket)));
            requests.add(Request.cmd(Command.UNLINK).arg(keys.receipts(bucket)));
            sendWhenMany(requests);
        }
        link.sendAll(requests);
    }

    private void sendWhenMany(List<Request> requests) {
        if (requests.size() >= AT_ONCE) {
            link.sendAll(requests);
            requests.clear();
        }
    }
}
