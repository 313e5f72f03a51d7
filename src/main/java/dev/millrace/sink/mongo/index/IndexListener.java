package dev.millrace.sink.mongo.index;

import dev.millrace.model.Namespace;
import java.time.Duration;
import java.util.List;

/** Is told how index builds go on; by one thread at a time. */
public interface IndexListener {

    /** Hears nothing. */
    IndexListener NONE = new IndexListener() {
        @Override
        public void building(Namespace namespace, List<String> indexes, long done, long total, Duration elapsed) {}

        @Override
        public void built(Namespace namespace, List<String> indexes, Duration took) {}
    };

    /**
     * Told when a build begins and every few seconds after that.
     *
     * @param indexes names of those that are built at once
     * @param done    how far the server says it is
     * @param total   what `done` counts towards; 0 where the server does not say or this user may not know
     */
    void building(Namespace namespace, List<String> indexes, long done, long total, Duration elapsed);

    /** Told when they are there. */
    void built(Namespace namespace, List<String> indexes, Duration took);
}
