package dev.millrace.transform;

import dev.millrace.config.stream.Salt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a resume token that must not be told: a token holds the `_id` and the shard key of its document in clear. The
 * same token always has the same digest. With a salt it is an HMAC; without one it rests on what else is in a token, the
 * UUID of the collection.
 */
public final class EventDigest {

    private static final int BYTES = 16;

    private final @Nullable Hmac hmac;

    private EventDigest(@Nullable Hmac hmac) {
        this.hmac = hmac;
    }

    /** @param salt of the configuration's section `documents` */
    public static EventDigest salted(Optional<Salt> salt) {
        return new EventDigest(salt.map(each -> new Hmac(each.secret())).orElse(null));
    }

    /** Of a resume token's text; 32 hexadecimal digits. */
    public String of(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        byte[] digest = hmac != null ? hmac.of(bytes) : sha256(bytes);
        return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
