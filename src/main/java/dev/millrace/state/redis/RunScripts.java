package dev.millrace.state.redis;

/**
 * What Redis does in one step for the life of a run as a whole. Every script takes the six keys of
 * {@link RunKeys#fixed}, `life` (which planning of the run the caller means, or nothing) and `retention` in
 * milliseconds; it answers with a list whose first element is a word. Time is the server's.
 */
final class RunScripts {

    static final String PRELUDE = """
            local meta, leases, expiry, returned, failed, workers = unpack(KEYS, 1, 6)
            local life, retention = ARGV[1], ARGV[2]
            """ + Script.CLOCK + """
            local function keep()
              for i = 1, #KEYS do redis.call('PEXPIRE', KEYS[i], retention) end
            end
            """;

    /** A run that is gone, or that was planned anew since the caller learnt of it, is not touched. */
    static final String GUARD = PRELUDE + """
            local run = redis.call('HMGET', meta, 'phase', 'life')
            if not run[1] then return {'UNKNOWN'} end
            if life ~= '' and run[2] ~= life then return {'REPLANNED'} end
            """;

    /** Arguments: worker, ttl. `life` is the new one. The number of chunks that a dead planner left comes back. */
    static final Script CLAIM_PLANNING = Script.of(PRELUDE + """
            local run = redis.call('HMGET', meta, 'phase', 'planner', 'planningUntil', 'chunks')
            if run[1] and run[1] ~= 'PLANNING' then return {'PLANNED'} end
            if run[1] and run[2] ~= ARGV[3] and tonumber(run[3]) > now then return {'PLANNING'} end
            redis.call('DEL', unpack(KEYS))
            redis.call('HSET', meta, 'phase', 'PLANNING', 'life', life, 'planner', ARGV[3], 'planningTtl', ARGV[4],
              'planningUntil', whole(now + tonumber(ARGV[4])), 'created', whole(now), 'swept', whole(now),
              'chunks', 0, 'next', 0, 'done', 0, 'written', 0, 'rejected', 0, 'sourceBytes', 0, 'targetBytes', 0,
              'expected', 0, 'fence', 0)
            keep()
            return {'CLAIMED', run[4] or '0', whole(now)}
            """);

    /**
     * Keys from 7 on: buckets of chunks. Arguments: number of the first chunk, their number, expected documents, chunks
     * in a bucket, then each chunk's definition. Repeating a call changes nothing.
     */
    static final Script ADD_CHUNKS = Script.of(GUARD + """
            if run[1] ~= 'PLANNING' then return {'REPLANNED'} end
            local first, count = tonumber(ARGV[3]), tonumber(ARGV[4])
            local known = tonumber(redis.call('HGET', meta, 'chunks'))
            if first ~= known and first + count > known then return {'GAP', whole(known)} end
            local bucket = tonumber(ARGV[6])
            for i = 7, #ARGV do
              local number = first + i - 7
              local key = KEYS[7 + math.floor(number / bucket) - math.floor(first / bucket)]
              redis.call('HSET', key, whole(number), ARGV[i])
            end
            if first == known then
              redis.call('HINCRBY', meta, 'chunks', count)
              if ARGV[5] == '-1' or redis.call('HGET', meta, 'expected') == '-1' then
                redis.call('HSET', meta, 'expected', '-1')
              else
                redis.call('HINCRBY', meta, 'expected', ARGV[5])
              end
            end
            redis.call('HSET', meta, 'planningUntil', whole(now + tonumber(redis.call('HGET', meta, 'planningTtl'))))
            keep()
            return {'ADDED'}
            """);

    /** Arguments: plan, time of its creation. */
    static final Script PUBLISH = Script.of(GUARD + """
            if run[1] ~= 'PLANNING' then
              return {redis.call('HGET', meta, 'plan') == ARGV[3] and 'PUBLISHED' or 'REPLANNED'}
            end
            redis.call('HSET', meta, 'plan', ARGV[3], 'created', ARGV[4], 'phase', 'RUNNING')
            redis.call('HDEL', meta, 'planner', 'planningTtl', 'planningUntil')
            keep()
            return {'PUBLISHED'}
            """);

    /** Arguments: worker, its report, ttl. Reports that ran out are removed when there are many. */
    static final Script REPORT = Script.of(GUARD + """
            redis.call('HSET', workers, ARGV[3], whole(now + tonumber(ARGV[5])) .. ' ' .. ARGV[4])
            if redis.call('HLEN', workers) > 32 then
              local all = redis.call('HGETALL', workers)
              for i = 1, #all, 2 do
                if tonumber(string.match(all[i + 1], '^%d+')) <= now then redis.call('HDEL', workers, all[i]) end
              end
            end
            keep()
            return {'REPORTED'}
            """);

    /** Writes nothing: whoever may only read can watch. */
    static final Script PROGRESS = Script.of(GUARD + """
            local answer = redis.call('HMGET', meta, 'phase', 'created', 'chunks', 'done', 'written', 'rejected',
              'sourceBytes', 'targetBytes', 'expected')
            table.insert(answer, redis.call('ZCOUNT', expiry, '(' .. whole(now), '+inf'))
            table.insert(answer, redis.call('HLEN', failed))
            table.insert(answer, whole(now))
            table.insert(answer, redis.call('HVALS', workers))
            return answer
            """);

    /** Arguments: worker, ttl. */
    static final Script CLAIM_FINISH = Script.of(GUARD + """
            local state = redis.call('HMGET', meta, 'chunks', 'done', 'finisher', 'finishingUntil')
            if run[1] ~= 'RUNNING' or state[1] ~= state[2] then return {'NO'} end
            if state[3] and state[3] ~= ARGV[3] and tonumber(state[4]) > now then return {'NO'} end
            redis.call('HSET', meta, 'finisher', ARGV[3], 'finishingUntil', whole(now + tonumber(ARGV[4])))
            keep()
            return {'CLAIMED'}
            """);

    /** `retention` is that of a finished run. Gives back the number of chunks. */
    static final Script FINISHED = Script.of(GUARD + """
            if run[1] == 'PLANNING' then return {'REPLANNED'} end
            redis.call('HSET', meta, 'phase', 'FINISHED')
            keep()
            return {'FINISHED', redis.call('HGET', meta, 'chunks')}
            """);

    private RunScripts() {}
}
