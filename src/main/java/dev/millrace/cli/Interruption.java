package dev.millrace.cli;

import dev.millrace.model.FailureKind;
import dev.millrace.pipeline.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and Ctrl-C into an orderly stop: asks the run to stop, waits for its end, and leaves with the exit code
 * for "interrupted, resumable" where the platform's own would be 143 or 130.
 */
final class Interruption implements AutoCloseable {

    /** Beyond the drain, for what comes after it: releasing leases, closing connections. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private final StopSignal stop;
    private final Duration patience;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "interruption");
    private volatile int exitCode = FailureKind.INTERRUPTED.exitCode();

    Interruption(StopSignal stop, Duration drain) {
        this.stop = stop;
        this.patience = drain.plus(GRACE);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command has come to its end with this exit code, just as a stop was requested. */
    int ended(int code) {
        exitCode = code;
        return code;
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine is shutting down already: the hook runs, and ends it with this command's exit code.
            stop.request();
        }
    }

    private void stopAndWait() {
        stop.request();
        try {
            if (!over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("error: the run did not stop in time; it can be resumed all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }
}
