package dev.millrace.publish;

import dev.millrace.model.Finding;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where messages go. {@link #publish} is called by one thread at a time; futures complete on any thread, with a {@link
 * dev.millrace.model.MillraceException} when they fail. Kind DATA means that this message will never be taken as it is;
 * the others are not concerned. After any other failure, later messages of the same ordering key fail too until {@link
 * #resume}.
 */
public interface Publisher extends AutoCloseable {

    /** The target's URI without its secrets. */
    String description();

    /**
     * Takes a message, and waits while too much is under way.
     *
     * @return completes when the message is stored where it cannot be lost
     */
    CompletableFuture<Void> publish(Message message) throws InterruptedException;

    /** Sends what was taken and waits for nothing. */
    void flush();

    /** Takes messages again after a failure; nothing is under way then. */
    void resume();

    /** Looks at everything a stream needs of the target; does not throw for what it finds. */
    List<Finding> check();

    @Override
    void close();
}
