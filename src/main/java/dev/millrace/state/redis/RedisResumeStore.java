package dev.millrace.state.redis;

import dev.millrace.state.LeasedClaim;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StoredPoint;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.StreamConflict;
import dev.millrace.state.StreamName;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams' places in Redis (5 or newer), each a hash `PREFIX{stream:NAME}` that never runs out:
 *
 * <pre>
 * token        the resume token as canonical Extended JSON
 * clusterTime  SECONDS:INCREMENT of the last event before the place; absent where that is not known
 * events       published since the stream began
 * savedAt      2026-11-21T10:15:30.123Z, on the clock of the process that saved
 * owner        the process that has the stream, for people; absent while none has it
 * until        when its lease runs out, in milliseconds since 1970 on the clock of Redis
 * fence        number of the newest claim: a save with another one is refused
 * saves        how often that claim has saved
 * </pre>
 *
 * A lease that ran out is lost once another process claims the stream: a process that was frozen for longer cannot save,
 * one that could not reach Redis for longer and has no rival goes on. A Redis that forgot everything gets the place back
 * from its owner's next sign of life. Durable as far as that Redis is: with `appendfsync everysec` a power cut there may
 * undo the last second, which repeats events and loses none.
 */
public final class RedisResumeStore implements ResumeStore {

    private final RedisLink link;
    private final String keyPrefix;
    private final String owner;
    private final Duration lease;

    /**
     * Connects at the first call.
     *
     * @param vertx stays the caller's, who closes it after this store
     * @param owner this process, for people
     * @param lease how long a stream stays this process's without a sign of life; several times the pause between two
     */
    public RedisResumeStore(Vertx vertx, RedisSettings settings, String owner, Duration lease) {
        this(new RedisLink(vertx, RedisAddress.parse(settings.uri()), settings.timeout()), settings, owner, lease);
    }

    private RedisResumeStore(RedisLink link, RedisSettings settings, String owner, Duration lease) {
        this.link = link;
        this.keyPrefix = settings.keyPrefix();
        this.owner = owner;
        this.lease = lease;
    }

    /** A store with event loops of its own, which live until it is closed: also while the program is shutting down. */
    public static RedisResumeStore open(RedisSettings settings, String owner, Duration lease) {
        return new RedisResumeStore(
                RedisLink.open(RedisAddress.parse(settings.uri()), settings.timeout()), settings, owner, lease);
    }

    @Override
    public String description() {
        return link.address().toString();
    }

    @Override
    public Optional<StreamClaim> claim(String stream) {
        Response answer = eval(PlaceScripts.CLAIM, stream, List.of(owner, millis()));
        return RunCalls.word(answer).equals("CLAIMED")
                ? Optional.of(new Claim(stream, answer.get(1).toString()))
                : Optional.empty();
    }

    @Override
    public Optional<SavedPoint> look(String stream) {
        Response found = link.send(Request.cmd(Command.HMGET)
                .arg(key(stream))
                .arg("token")
                .arg("clusterTime")
                .arg("events")
                .arg("savedAt"));
        if (found == null || found.get(0) == null) {
            return Optional.empty();
        }
        try {
            StoredPoint stored =
                    new StoredPoint(text(found, 0), text(found, 1), Long.parseLong(text(found, 2)), text(found, 3));
            return Optional.of(stored.point());
        } catch (IllegalArgumentException e) {
            throw StreamConflict.unreadable(stream, description(), e);
        }
    }

    @Override
    public void forget(String stream) {
        Response answer = eval(PlaceScripts.FORGET, stream, List.of());
        if (RunCalls.word(answer).equals("HELD")) {
            throw StreamConflict.held(stream, description(), answer.get(1).toString());
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private Response eval(Script script, String stream, List<String> arguments) {
        return link.eval(script, List.of(key(stream)), arguments);
    }

    /** The braces are those of the other keys of millrace: each stream has its slot in a Redis Cluster. */
    private String key(String stream) {
        return keyPrefix + "{stream:" + StreamName.checked(stream) + "}";
    }

    private String millis() {
        return Long.toString(lease.toMillis());
    }

    private static String text(Response fields, int index) {
        Response field = fields.get(index);
        return field == null ? "" : field.toString();
    }

    private final class Claim extends LeasedClaim {

        private final String fence;

        private Claim(String stream, String fence) {
            super(stream, description());
            this.fence = fence;
        }

        @Override
        protected Optional<SavedPoint> read() {
            return look(stream());
        }

        @Override
        protected boolean keep(String attempt, long saves, @Nullable SavedPoint place) {
            StoredPoint stored = place == null ? new StoredPoint("", "", 0, "") : StoredPoint.of(place);
            List<String> arguments = List.of(
                    owner,
                    millis(),
                    fence,
                    Long.toString(saves),
                    stored.token(),
                    stored.clusterTime(),
                    Long.toString(stored.events()),
                    stored.savedAt());
            return !RunCalls.word(eval(PlaceScripts.KEEP, stream(), arguments)).equals("LOST");
        }

        @Override
        protected void release() {
            eval(PlaceScripts.RELEASE, stream(), List.of(fence));
        }
    }
}
