package dev.millrace.pipeline.dedup;

import dev.millrace.model.ResumePoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Short ids for events: the first 16 bytes of the SHA-256 of the resume token's text, as the tokens themselves have
 * hundreds of characters. A hash that nobody can make collide, since a collision would lose an event. For use by one
 * thread.
 */
final class EventIds {

    private static final int BYTES = 16;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final MessageDigest digest;

    EventIds() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String of(ResumePoint point) {
        byte[] hash = digest.digest(point.text().getBytes(StandardCharsets.UTF_8));
        return TEXT.encodeToString(Arrays.copyOf(hash, BYTES));
    }
}
