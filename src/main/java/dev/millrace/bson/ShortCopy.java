package dev.millrace.bson;

/** Copies bytes by words where they are few: a native program pays more for the call that copies many than for them. */
public final class ShortCopy {

    private static final int FEW = 48;

    private ShortCopy() {}

    /** As {@link System#arraycopy} between two arrays. */
    public static void copy(byte[] source, int offset, byte[] target, int to, int count) {
        if (count > FEW || count < 4) {
            rest(source, offset, target, to, count);
        } else if (count < 8) {
            int last = count - 4;
            int end = LittleEndian.int32(source, offset + last);
            LittleEndian.putInt32(target, to, LittleEndian.int32(source, offset));
            LittleEndian.putInt32(target, to + last, end);
        } else {
            // The last word overlaps the one before rather than reach beyond the end.
            int last = count - 8;
            for (int at = 0; at < last; at += 8) {
                LittleEndian.putInt64(target, to + at, LittleEndian.int64(source, offset + at));
            }
            LittleEndian.putInt64(target, to + last, LittleEndian.int64(source, offset + last));
        }
    }

    private static void rest(byte[] source, int offset, byte[] target, int to, int count) {
        if (count > FEW || count < 0) {
            System.arraycopy(source, offset, target, to, count);
        } else {
            for (int i = 0; i < count; i++) {
                target[to + i] = source[offset + i];
            }
        }
    }
}
