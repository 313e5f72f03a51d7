package dev.millrace.sink.object.gcs;

import dev.millrace.model.MillraceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How objects are written to Cloud Storage.
 *
 * @param project      billed where the credentials name none; null to take theirs
 * @param emulatorHost a test server in place of Google's, as in STORAGE_EMULATOR_HOST: `host:port` or a URL; null for
 *                     Google's, with Application Default Credentials
 * @param kmsKey       Cloud KMS key that encrypts the objects; null for the bucket's default
 * @param storageClass of the objects; null for the bucket's default
 * @param metadata     custom metadata of every object
 * @param uploadChunk  bytes that a writer sends at once, and holds; a multiple of 256 KiB
 */
public record GcsOptions(
        @Nullable String project,
        @Nullable String emulatorHost,
        @Nullable String kmsKey,
        @Nullable String storageClass,
        Map<String, String> metadata,
        int uploadChunk,
        GcsRetry retry) {

    /** Resumable uploads take pieces of this size only (cloud.google.com/storage/docs/resumable-uploads). */
    public static final int QUANTUM = 256 * 1024;

    public static final int USUAL_UPLOAD_CHUNK = 8 << 20;

    public GcsOptions {
        emulatorHost = emulatorHost == null || emulatorHost.isBlank() ? null : emulatorHost;
        metadata = Map.copyOf(metadata);
        if (uploadChunk <= 0 || uploadChunk % QUANTUM != 0) {
            throw MillraceException.usage(
                    "an upload chunk of " + uploadChunk + " bytes is not possible",
                    "choose a multiple of 256 KiB: 8MiB, for example");
        }
    }

    /** All as usual. */
    public static GcsOptions usual() {
        return new GcsOptions(null, null, null, null, Map.of(), USUAL_UPLOAD_CHUNK, GcsRetry.usual());
    }

    /** As usual, but with a test server in Google's place. */
    public static GcsOptions emulated(String host, int uploadChunk, GcsRetry retry) {
        return new GcsOptions("emulated", host, null, null, Map.of(), uploadChunk, retry);
    }
}
