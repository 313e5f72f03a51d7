package dev.millrace.state.redis;

/**
 * What Redis does in one step for a stream's place, whose hash {@link RedisResumeStore} describes. Every script takes
 * that one key; it answers with a list whose first element is a word. Time is the server's.
 */
final class PlaceScripts {

    private static final String PRELUDE = "local place = KEYS[1]\n" + Script.CLOCK;

    /** Arguments: owner, lease in milliseconds. A number that only grows comes back, whatever was lost meanwhile. */
    static final Script CLAIM = Script.of(PRELUDE + """
            local held = redis.call('HMGET', place, 'owner', 'until', 'fence')
            if held[1] and tonumber(held[2] or '0') > now then return {'HELD', held[1]} end
            local fence = whole(math.max(micros, tonumber(held[3] or '0') + 1))
            redis.call('HSET', place, 'owner', ARGV[1], 'until', whole(now + tonumber(ARGV[2])), 'fence', fence,
              'saves', '0')
            return {'CLAIMED', fence}
            """);

    /**
     * Arguments: owner, lease in milliseconds, fence, number of the save, and its token (empty for none), cluster time,
     * events and time. Writes a place that is newer than what is there, so that a command which arrives late changes
     * nothing; and one that Redis lost.
     */
    static final Script KEEP = Script.of(PRELUDE + """
            local owner, lease, fence, number = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
            local there = redis.call('HMGET', place, 'owner', 'fence', 'saves')
            if there[2] and (there[2] ~= fence or not there[1]) then return {'LOST'} end
            if not there[2] or tonumber(there[3] or '0') < tonumber(number) then
              if ARGV[5] ~= '' then
                redis.call('HSET', place, 'token', ARGV[5], 'events', ARGV[7], 'savedAt', ARGV[8])
                if ARGV[6] == '' then redis.call('HDEL', place, 'clusterTime')
                else redis.call('HSET', place, 'clusterTime', ARGV[6]) end
              end
              redis.call('HSET', place, 'saves', number)
            end
            redis.call('HSET', place, 'owner', owner, 'until', whole(now + tonumber(lease)), 'fence', fence)
            return {'KEPT'}
            """);

    /** Argument: fence. */
    static final Script RELEASE = Script.of("""
            local place = KEYS[1]
            if redis.call('HGET', place, 'fence') == ARGV[1] then redis.call('HDEL', place, 'owner', 'until') end
            return {'RELEASED'}
            """);

    /** The fence stays, with another number: whoever had the stream long ago cannot bring its place back. */
    static final Script FORGET = Script.of(PRELUDE + """
            local held = redis.call('HMGET', place, 'owner', 'until', 'fence')
            if held[1] and tonumber(held[2] or '0') > now then return {'HELD', held[1]} end
            if held[3] then
              redis.call('HDEL', place, 'token', 'clusterTime', 'events', 'savedAt', 'owner', 'until', 'saves')
              redis.call('HSET', place, 'fence', whole(math.max(micros, tonumber(held[3]) + 1)))
            end
            return {'FORGOTTEN'}
            """);

    private PlaceScripts() {}
}
