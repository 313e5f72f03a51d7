package dev.millrace.sink.postgres.copy;

import com.oracle.svm.core.AlwaysInline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes numbers to a byte array in PostgreSQL's byte order. The caller has made room for them. */
final class BigEndian {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    @AlwaysInline("small, and called for each field")
    static void putInt16(byte[] bytes, int offset, int value) {
        SHORT.set(bytes, offset, (short) value);
    }

    @AlwaysInline("small, and called for each field")
    static void putInt32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    @AlwaysInline("small, and called for each field")
    static void putInt64(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    @AlwaysInline("small, and called for each field")
    static int int32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    @AlwaysInline("small, and called for each field")
    static long int64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
