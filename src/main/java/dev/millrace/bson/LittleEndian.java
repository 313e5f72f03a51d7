package dev.millrace.bson;

import com.oracle.svm.core.AlwaysInline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads and writes numbers in a byte array in BSON's byte order. The caller has checked that they lie within it. */
public final class LittleEndian {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    @AlwaysInline("small, and called for each field")
    public static int int32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    @AlwaysInline("small, and called for each field")
    public static long int64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    @AlwaysInline("small, and called for each field")
    public static double float64(byte[] bytes, int offset) {
        return Double.longBitsToDouble(int64(bytes, offset));
    }

    @AlwaysInline("small, and called for each field")
    public static void putInt16(byte[] bytes, int offset, short value) {
        SHORT.set(bytes, offset, value);
    }

    @AlwaysInline("small, and called for each field")
    public static void putInt32(byte[] bytes, int offset, int value) {
        INT.set(bytes, offset, value);
    }

    @AlwaysInline("small, and called for each field")
    public static void putInt64(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }
}
