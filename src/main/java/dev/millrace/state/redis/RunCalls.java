package dev.millrace.state.redis;

import dev.millrace.model.MillraceException;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs scripts on runs, and remembers which planning of a run this process works on: a run that was lost and planned
 * anew under the same name has other chunks, and must not be mixed with the one before.
 */
final class RunCalls {

    private final RedisLink link;
    private final RunLoss loss;
    private final Map<String, String> lives = new ConcurrentHashMap<>();

    RunCalls(RedisLink link, RunLoss loss) {
        this.link = link;
        this.loss = loss;
    }

    /** Runs a script that needs the run to be there, and to be the one that this process knows. */
    Response call(Script script, RunKeys keys, Duration retention, String... arguments) {
        return call(script, keys, keys.fixed(), retention, List.of(arguments), List.of());
    }

    /** @param more arguments that are no text, behind those that are */
    Response call(
            Script script,
            RunKeys keys,
            List<String> all,
            Duration retention,
            List<String> arguments,
            List<byte[]> more) {
        Response answer = ask(script, keys, all, retention, arguments, more);
        return switch (word(answer)) {
            case "UNKNOWN" -> throw loss.gone(keys.runId());
            case "REPLANNED" -> throw loss.replanned(keys.runId());
            case "EVICTED" -> throw loss.incomplete(keys.runId(), "chunks that were leased are missing");
            default -> answer;
        };
    }

    /** Runs a script and leaves its answer to the caller. */
    Response ask(Script script, RunKeys keys, Duration retention, String... arguments) {
        return ask(script, keys, keys.fixed(), retention, List.of(arguments), List.of());
    }

    private Response ask(
            Script script,
            RunKeys keys,
            List<String> all,
            Duration retention,
            List<String> arguments,
            List<byte[]> more) {
        List<String> full = new ArrayList<>(arguments.size() + 2);
        full.add(lives.getOrDefault(keys.runId(), ""));
        full.add(Long.toString(retention.toMillis()));
        full.addAll(arguments);
        return link.eval(script, all, full, more);
    }

    /** Whether this process has worked on the run. */
    boolean knows(String runId) {
        return lives.containsKey(runId);
    }

    /** From now on the run is this planning of it. */
    void begin(String runId, String life) {
        lives.put(runId, life);
    }

    /** Takes note of the planning that the store holds; refuses one that is not the one this process works on. */
    void meet(String runId, String life) throws MillraceException {
        String known = lives.putIfAbsent(runId, life);
        if (known != null && !known.equals(life)) {
            throw loss.replanned(runId);
        }
    }

    void forget(String runId) {
        lives.remove(runId);
    }

    static String word(Response answer) {
        return answer.get(0).toString();
    }
}
