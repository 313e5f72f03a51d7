package dev.millrace.sink.object;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object as its store has it.
 *
 * @param size       in bytes
 * @param crc32c     base64 of the big-endian CRC32C of its bytes, as Cloud Storage writes it; null where the store
 *                   does not remember one
 * @param generation tells versions of one name apart; 0 where the store has none
 * @param metadata   empty where the store keeps none
 */
public record StoredObject(
        String name, long size, @Nullable String crc32c, long generation, Map<String, String> metadata) {

    public StoredObject {
        metadata = Map.copyOf(metadata);
    }

    /** Whether this may be the same bytes as the other: as far as both know of themselves. */
    public boolean matches(StoredObject other) {
        return size == other.size && (crc32c == null || other.crc32c == null || crc32c.equals(other.crc32c));
    }

    /** Whether the run wrote it; true also where the store cannot tell. */
    public boolean mayBelongTo(String runId) {
        return metadata.isEmpty() || runId.equals(metadata.get(ObjectAttributes.RUN));
    }
}
