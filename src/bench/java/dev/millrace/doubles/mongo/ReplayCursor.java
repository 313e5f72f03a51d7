package dev.millrace.doubles.mongo;

/** A place among the documents: the next one, how many are left, and from one to the next. One thread at a time. */
final class ReplayCursor {

    final String namespace;
    final int step;
    /** Ends with its last document, as those with a limit do; others end when asked for more. */
    final boolean knowsItsEnd;

    int next;
    int left;

    ReplayCursor(String namespace, int next, int left, int step, boolean knowsItsEnd) {
        this.namespace = namespace;
        this.next = next;
        this.left = Math.max(0, left);
        this.step = step;
        this.knowsItsEnd = knowsItsEnd;
    }

    void advance(int documents) {
        next += documents * step;
        left -= documents;
    }
}
