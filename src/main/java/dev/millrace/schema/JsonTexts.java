package dev.millrace.schema;

import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.Nuls;

/** Makes the buffers for JSON text of one target. */
record JsonTexts(boolean compact, Nuls nuls) {

    private static final int FIRST_BYTES = 1024;

    /** Longer texts are rare; one of them must not hold its memory until the end of the chunk. */
    private static final int MAX_SPARE_BYTES = 1 << 20;

    JsonBuffer create() {
        return new JsonBuffer(FIRST_BYTES, compact, nuls);
    }

    /** The buffer to use next: the same, unless it has grown too large to keep. */
    JsonBuffer spared(JsonBuffer used) {
        return used.bytes().length > MAX_SPARE_BYTES ? create() : used;
    }
}
