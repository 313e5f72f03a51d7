package dev.millrace.mongo.cosmos;

import dev.millrace.model.MillraceException;
import java.time.Duration;

/** Waits, and ends with the thread's interruption. */
public final class Pause {

    private Pause() {}

    /** @throws MillraceException of kind INTERRUPTED, with the thread's flag set */
    public static void of(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MillraceException.interrupted("waiting for the server");
        }
    }
}
