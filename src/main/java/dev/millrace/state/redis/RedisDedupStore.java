package dev.millrace.state.redis;

import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import dev.millrace.state.StreamName;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Ids of published events in Redis (5 or newer), for each stream:
 *
 * <pre>
 * PREFIX{dedup:NAME}:pages     sorted set: names of pages by the time of their oldest event
 * PREFIX{dedup:NAME}:expiry    sorted set: names of pages by when they run out, milliseconds on the clock of Redis
 * PREFIX{dedup:NAME}:ids:PAGE  NEWEST, then each id, with a space between; Redis removes it when it runs out
 * </pre>
 *
 * Takes about 25 bytes an event. Nothing of a stream is left once nothing was remembered for as long as ids are kept.
 */
public final class RedisDedupStore implements DedupStore {

    private static final int SWEPT_AT_ONCE = 1_000;

    /** Arguments: page, lifetime, time of its oldest event, content. */
    private static final Script REMEMBER = Script.of(Script.CLOCK + """
            local page, lifetime = ARGV[1], tonumber(ARGV[2])
            redis.call('SET', KEYS[3], ARGV[4], 'PX', lifetime)
            redis.call('ZADD', KEYS[1], ARGV[3], page)
            redis.call('ZADD', KEYS[2], whole(now + lifetime), page)
            for i = 1, 2 do
              if redis.call('PTTL', KEYS[i]) < lifetime then redis.call('PEXPIRE', KEYS[i], lifetime) end
            end
            return {'REMEMBERED'}
            """);

    /** Arguments: time to begin at, how many to leave out, how many at most. Names, each with the time it begins at. */
    private static final Script PAGES = Script.of("""
            return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', ARGV[2], ARGV[3])
            """);

    /** Argument: how many at most. */
    private static final Script SWEEP = Script.of(Script.CLOCK + """
            local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', whole(now), 'LIMIT', 0, ARGV[1])
            if #over > 0 then
              redis.call('ZREM', KEYS[1], unpack(over))
              redis.call('ZREM', KEYS[2], unpack(over))
            end
            return {'SWEPT', #over}
            """);

    private final RedisLink link;
    private final String keyPrefix;
    private final Duration lifetime;

    /**
     * Connects at the first call.
     *
     * @param vertx    stays the caller's, who closes it after this store
     * @param lifetime how long an id is remembered
     */
    public RedisDedupStore(Vertx vertx, RedisSettings settings, Duration lifetime) {
        this(new RedisLink(vertx, RedisAddress.parse(settings.uri()), settings.timeout()), settings, lifetime);
    }

    private RedisDedupStore(RedisLink link, RedisSettings settings, Duration lifetime) {
        this.link = link;
        this.keyPrefix = settings.keyPrefix();
        this.lifetime = lifetime;
    }

    /** A store with event loops of its own, which live until it is closed: also while the program is shutting down. */
    public static RedisDedupStore open(RedisSettings settings, Duration lifetime) {
        return new RedisDedupStore(
                RedisLink.open(RedisAddress.parse(settings.uri()), settings.timeout()), settings, lifetime);
    }

    @Override
    public String description() {
        return link.address().toString();
    }

    @Override
    public void remember(String stream, IdPage page) {
        String name = UUID.randomUUID().toString();
        List<String> keys = List.of(key(stream, "pages"), key(stream, "expiry"), ids(stream, name));
        String content = page.newest() + " " + String.join(" ", page.ids());
        link.eval(
                REMEMBER,
                keys,
                List.of(name, Long.toString(lifetime.toMillis()), Long.toString(page.oldest()), content));
    }

    @Override
    public List<IdPage> pages(String stream, long from, int skip, int most) {
        List<String> keys = List.of(key(stream, "pages"));
        Response found =
                link.eval(PAGES, keys, List.of(Long.toString(from), Integer.toString(skip), Integer.toString(most)));
        if (found.size() == 0) {
            return List.of();
        }
        Request contents = Request.cmd(Command.MGET);
        List<Long> oldest = new ArrayList<>();
        for (int i = 0; i < found.size(); i += 2) {
            contents.arg(ids(stream, found.get(i).toString()));
            // Scores are doubles that hold whole numbers, and may be written with an exponent.
            oldest.add((long) Double.parseDouble(found.get(i + 1).toString()));
        }
        Response texts = link.send(contents);
        List<IdPage> pages = new ArrayList<>(oldest.size());
        for (int i = 0; i < oldest.size(); i++) {
            Response text = texts == null ? null : texts.get(i);
            pages.add(
                    text == null
                            ? new IdPage(oldest.get(i), oldest.get(i), Set.of())
                            : page(oldest.get(i), text.toString()));
        }
        return pages;
    }

    private static IdPage page(long oldest, String content) {
        String[] parts = content.split(" ");
        return new IdPage(
                oldest,
                Long.parseLong(parts[0]),
                Set.copyOf(Arrays.asList(parts).subList(1, parts.length)));
    }

    @Override
    public int cleanUp(String stream) {
        List<String> keys = List.of(key(stream, "pages"), key(stream, "expiry"));
        int all = 0;
        int some;
        do {
            some = link.eval(SWEEP, keys, List.of(Integer.toString(SWEPT_AT_ONCE)))
                    .get(1)
                    .toInteger();
            all += some;
        } while (some == SWEPT_AT_ONCE);
        return all;
    }

    @Override
    public void close() {
        link.close();
    }

    private String ids(String stream, String page) {
        return key(stream, "ids:" + page);
    }

    private String key(String stream, String last) {
        return keyPrefix + "{dedup:" + StreamName.checked(stream) + "}:" + last;
    }
}
