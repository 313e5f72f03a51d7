package dev.millrace.mongo;

import org.jspecify.annotations.Nullable;

/** Looks behind an exception. */
final class Causes {

    private static final int DEEPEST = 16;

    private Causes() {}

    /** The first exception of this type along the causes, the exception itself included; null where there is none. */
    static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
