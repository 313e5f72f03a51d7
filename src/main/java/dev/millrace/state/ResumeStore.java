package dev.millrace.state;

import java.util.Optional;

/** Where streams keep how far they have come. Safe for use by many threads. */
public interface ResumeStore extends AutoCloseable {

    /** The store's URI without its secrets. */
    String description();

    /**
     * Takes a stream for this process; empty while another has it.
     *
     * @param stream a name that stays the same from start to start, as {@link StreamName} allows
     */
    Optional<StreamClaim> claim(String stream);

    /** What was saved last, for people; empty for a stream that is not known. */
    Optional<SavedPoint> look(String stream);

    /** Forgets a stream: it begins anew. Kind CONFLICT while somebody has it. */
    void forget(String stream);

    @Override
    void close();
}
