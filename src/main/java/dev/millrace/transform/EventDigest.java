package dev.millrace.transform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a resume token that must not be told: a token holds the `_id` and the shard key of its document in clear. The
 * same token always has the same digest. With a salt it is an HMAC; without one it rests on what else is in a token, the
 * UUID of the collection.
 *
 * @param hmac null where no salt is configured
 */
record EventDigest(@Nullable Hmac hmac) {

    private static final int BYTES = 16;

    String of(String token) {
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
