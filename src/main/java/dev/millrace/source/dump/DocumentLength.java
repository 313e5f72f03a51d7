package dev.millrace.source.dump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** The four bytes that every BSON document starts with: its length, itself included, little-endian (bsonspec.org). */
final class DocumentLength {

    static final int BYTES = 4;

    /** An empty document: the length and the closing zero byte. */
    static final int SMALLEST = 5;

    /** The server's BSONObjMaxInternalSize: 16 MB of the user's and 16 KB for what it adds itself. */
    static final int LARGEST = 16 * 1024 * 1024 + 16 * 1024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private DocumentLength() {}

    static int at(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /** Refuses a length that no document can have. */
    static int checked(int length, Path file, long position) {
        if (length < SMALLEST || length > LARGEST) {
            throw DumpFailure.wrongLength(file, position, length);
        }
        return length;
    }
}
