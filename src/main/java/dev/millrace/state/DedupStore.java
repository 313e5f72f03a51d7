package dev.millrace.state;

import java.util.List;

/**
 * Remembers for a time which events of a stream were published, beyond the end of the process that did so. Ids are kept
 * in pages and found by the time of their events: a stream that goes back to an earlier place reads the pages from there
 * on alongside its events, and asks for no single id. Safe for use by many threads; kind TRANSIENT while the store is
 * away.
 */
public interface DedupStore extends AutoCloseable {

    /** The store's URI without its secrets. */
    String description();

    /**
     * Remembers events that are with their subscribers: told of before that, an event would be lost if the process died
     * in between.
     *
     * @param stream a name as {@link StreamName} allows
     */
    void remember(String stream, IdPage page);

    /**
     * Pages that begin at this time or later, in the order of their beginning; one whose time has run out may be there
     * without ids.
     *
     * @param skip how many of them to leave out: what was read of those that begin at `from`
     * @return fewer than `most` where there are no more
     */
    List<IdPage> pages(String stream, long from, int skip, int most);

    /** Removes what has run out and is still there; gives back how many pages that were. */
    int cleanUp(String stream);

    @Override
    void close();
}
