package dev.millrace.job.stream;

import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What streams hold open, closed in the opposite order. */
final class OpenParts implements AutoCloseable {

    private final List<AutoCloseable> open = new ArrayList<>();

    <T extends AutoCloseable> T add(T part) {
        open.add(part);
        return part;
    }

    /** Closes all, whatever fails; the first failure is thrown. */
    @Override
    public void close() {
        MillraceException failure = null;
        for (AutoCloseable part : open.reversed()) {
            failure = closed(part, failure);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable MillraceException closed(AutoCloseable part, @Nullable MillraceException before) {
        try {
            part.close();
            return before;
        } catch (MillraceException e) {
            return before == null ? e : before;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
