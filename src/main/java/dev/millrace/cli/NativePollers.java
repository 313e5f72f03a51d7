package dev.millrace.cli;

import dev.millrace.config.BuildInfo;

/**
 * Has platform threads tell virtual threads that a socket is ready. By default that is done by one more virtual thread, and in
 * native programs of GraalVM 25 that one misses a wake-up now and then as it starts: one process in some hundreds then waits
 * for ever for its first answers, though they are there. Source: github.com/oracle/graal/issues/13787; the property is
 * sun.nio.ch.Poller's, of JDK 25.
 */
public final class NativePollers {

    private static final String PROPERTY = "jdk.pollerMode";

    private NativePollers() {}

    /** To be called before the first virtual thread waits for a socket; what the user has set stays. */
    public static void choose() {
        if (BuildInfo.isNative() && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "SYSTEM_THREADS");
        }
    }
}
