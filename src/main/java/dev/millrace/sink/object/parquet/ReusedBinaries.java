package dev.millrace.sink.object.parquet;

import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The objects in which Parquet takes the bytes of a column's values, one for each short length: the bytes are copied below
 * it. Whoever keeps one for later copies it, as its kind (reused bytes) demands. Used by one thread.
 */
final class ReusedBinaries {

    /** Copying more would cost more than an object does. */
    private static final int LONGEST = 256;

    /** Empty until there is a value: most columns have none. */
    private byte[] bytes = {};

    private @Nullable Binary[] byLength = {};

    /** Valid until the next call, and until the bytes change. */
    Binary of(byte[] source, int offset, int length) {
        if (length > LONGEST) {
            return Binary.fromReusedByteArray(source, offset, length);
        }
        if (byLength.length == 0) {
            bytes = new byte[LONGEST];
            byLength = new Binary[LONGEST + 1];
        }
        System.arraycopy(source, offset, bytes, 0, length);
        Binary binary = byLength[length];
        if (binary == null) {
            binary = Binary.fromReusedByteArray(bytes, 0, length);
            byLength[length] = binary;
        }
        return binary;
    }
}
