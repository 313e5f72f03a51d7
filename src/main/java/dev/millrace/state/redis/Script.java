package dev.millrace.state.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A Lua script that Redis runs as a whole, and the name under which Redis remembers it (EVALSHA).
 *
 * @param sha SHA-1 of the body in hexadecimal digits
 */
record Script(String body, String sha) {

    /** The server's time, `micros` and in milliseconds `now`, and how to write a number that large. */
    static final String CLOCK = """
            local time = redis.call('TIME')
            local micros = tonumber(time[1]) * 1000000 + tonumber(time[2])
            local now = math.floor(micros / 1000)
            local function whole(number) return string.format('%.0f', number) end
            """;

    static Script of(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(body.getBytes(StandardCharsets.UTF_8));
            return new Script(body, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
