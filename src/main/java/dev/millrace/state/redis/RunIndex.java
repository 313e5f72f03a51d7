package dev.millrace.state.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of all runs in one Redis, a sorted set by the time when they were planned. Not part of any script, because
 * in a Redis Cluster it is kept elsewhere than the runs: a run that is in it may be gone.
 */
final class RunIndex {

    private final RedisLink link;
    private final String key;
    private final String retentionMillis;

    RunIndex(RedisLink link, RedisSettings settings) {
        this.link = link;
        key = settings.keyPrefix() + "runs";
        retentionMillis = Long.toString(settings.retention().toMillis());
    }

    /** @param created in milliseconds since the epoch */
    void add(String runId, String created) {
        link.send(Request.cmd(Command.ZADD).arg(key).arg(created).arg(runId));
        extend();
    }

    void extend() {
        link.send(Request.cmd(Command.PEXPIRE).arg(key).arg(retentionMillis));
    }

    void remove(String runId) {
        link.send(Request.cmd(Command.ZREM).arg(key).arg(runId));
    }

    List<String> runIds() {
        List<String> names = new ArrayList<>();
        Response members =
                link.send(Request.cmd(Command.ZRANGE).arg(key).arg("0").arg("-1"));
        if (members != null) {
            members.forEach(member -> names.add(member.toString()));
        }
        return names;
    }
}
