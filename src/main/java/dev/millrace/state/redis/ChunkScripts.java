package dev.millrace.state.redis;

/**
 * What Redis does in one step for one chunk; keys, arguments and answers as in {@link RunScripts}.
 *
 * <p>Chunks below the counter `next` were leased at least once; those above cost nothing. A chunk that was leased is in
 * `expiry` (sorted by the end of its lease) or, when it is to be had again, in `returned` (sorted by its number), until
 * it is done or failed. `leases` keeps `fence attempts worker` for it; fence 0 means that nobody holds it.
 */
final class ChunkScripts {

    /** Arguments 3 and 4: chunk, fence. Whoever was overtaken is told so before anything changes. */
    private static final String HOLDER = RunScripts.GUARD + """
            local chunk, fence = ARGV[3], ARGV[4]
            local held = string.match(redis.call('HGET', leases, chunk) or '', '^%d+') == fence
            local function drop()
              redis.call('HDEL', leases, chunk)
              redis.call('ZREM', expiry, chunk)
              redis.call('ZREM', returned, chunk)
            end
            """;

    /** Arguments: worker, ttl. The last of the answer tells whether the caller is to extend the life of all keys. */
    static final Script LEASE = Script.of(RunScripts.GUARD + """
            if run[1] ~= 'RUNNING' then return {'NONE', run[2]} end
            for _, over in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', whole(now), 'LIMIT', 0, 1000)) do
              redis.call('ZREM', expiry, over)
              redis.call('ZADD', returned, over, over)
            end
            local state = redis.call('HMGET', meta, 'next', 'chunks', 'fence', 'swept', 'done')
            local chunk = redis.call('ZPOPMIN', returned)[1]
            if not chunk then
              if tonumber(state[1]) >= tonumber(state[2]) then
                local inHand = redis.call('ZCARD', expiry) + redis.call('HLEN', failed) + tonumber(state[5])
                return {inHand < tonumber(state[2]) and 'EVICTED' or 'NONE', run[2]}
              end
              chunk = state[1]
              redis.call('HINCRBY', meta, 'next', 1)
            end
            local attempts = 0
            local before = redis.call('HGET', leases, chunk)
            if before then
              local fence, count = string.match(before, '^(%d+) (%d+)')
              attempts = tonumber(count) + (fence == '0' and 0 or 1)
            end
            local fence = whole(math.max(micros, tonumber(state[3]) + 1))
            redis.call('HSET', meta, 'fence', fence)
            redis.call('HSET', leases, chunk, fence .. ' ' .. whole(attempts) .. ' ' .. ARGV[3])
            redis.call('ZADD', expiry, whole(now + tonumber(ARGV[4])), chunk)
            local sweep = now - tonumber(state[4]) > tonumber(retention) / 4
            if sweep then redis.call('HSET', meta, 'swept', whole(now)) end
            keep()
            return {'LEASED', run[2], chunk, fence, whole(attempts), sweep and state[2] or '0'}
            """);

    /** Argument 5: ttl. */
    static final Script RENEW = Script.of(HOLDER + """
            if not held then return {'LOST'} end
            redis.call('ZREM', returned, chunk)
            redis.call('ZADD', expiry, whole(now + tonumber(ARGV[5])), chunk)
            keep()
            return {'RENEWED'}
            """);

    /** Key 7: bucket of receipts. Arguments from 5 on: written, rejected, source bytes, target bytes, receipt. */
    static final Script COMPLETE = Script.of(HOLDER + """
            local earlier = redis.call('HGET', KEYS[7], chunk)
            if earlier then return {string.match(earlier, '^%d+') == fence and 'DONE' or 'LOST'} end
            if not held then return {'LOST'} end
            redis.call('HSET', KEYS[7], chunk, ARGV[9])
            drop()
            redis.call('HINCRBY', meta, 'done', 1)
            redis.call('HINCRBY', meta, 'written', ARGV[5])
            redis.call('HINCRBY', meta, 'rejected', ARGV[6])
            redis.call('HINCRBY', meta, 'sourceBytes', ARGV[7])
            redis.call('HINCRBY', meta, 'targetBytes', ARGV[8])
            keep()
            return {'DONE'}
            """);

    static final Script RELEASE = Script.of(HOLDER + """
            if not held then return {'LOST'} end
            local attempts = string.match(redis.call('HGET', leases, chunk), '^%d+ (%d+)')
            drop()
            if attempts ~= '0' then redis.call('HSET', leases, chunk, '0 ' .. attempts) end
            redis.call('ZADD', returned, chunk, chunk)
            keep()
            return {'RELEASED'}
            """);

    /** Argument 5: the failure. */
    static final Script FAIL = Script.of(HOLDER + """
            if not held then return {'LOST'} end
            drop()
            redis.call('HSET', failed, chunk, ARGV[5])
            keep()
            return {'FAILED'}
            """);

    static final Script RETRY_FAILED = Script.of(RunScripts.GUARD + """
            local chunks = redis.call('HKEYS', failed)
            for _, chunk in ipairs(chunks) do redis.call('ZADD', returned, chunk, chunk) end
            redis.call('DEL', failed)
            keep()
            return {'RETRIED', whole(#chunks)}
            """);

    private ChunkScripts() {}
}
