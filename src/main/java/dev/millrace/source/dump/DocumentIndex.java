package dev.millrace.source.dump;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * What one walk through an uncompressed file found: how many documents there are, and where every n-th of them starts.
 * Has at most {@value #MARKS} marks, whatever the size of the file.
 */
final class DocumentIndex {

    private static final int MARKS = 1024;

    private final long bytes;
    private long documents;
    private long stride = 1;
    private long[] marks = new long[16];
    private int count;

    private DocumentIndex(long bytes) {
        this.bytes = bytes;
    }

    /** Walks through the whole file; fails where it is truncated or damaged. */
    static DocumentIndex of(Path file) {
        try (DocumentWalk walk = DocumentWalk.open(file)) {
            DocumentIndex index = new DocumentIndex(walk.size());
            for (long at = 0; at < walk.size(); at += walk.length(at)) {
                index.add(at);
            }
            return index;
        }
    }

    long documents() {
        return documents;
    }

    /** Size of the file in bytes. */
    long bytes() {
        return bytes;
    }

    /** Number of the mark at or before a document. */
    int markBefore(long document) {
        return (int) (document / stride);
    }

    int marks() {
        return count;
    }

    /** Where the document of this mark starts. */
    long position(int mark) {
        return marks[mark];
    }

    /** Number of the document of this mark. */
    long document(int mark) {
        return mark * stride;
    }

    private void add(long position) {
        if (documents++ % stride != 0) {
            return;
        }
        if (count == MARKS) {
            thin();
        } else if (count == marks.length) {
            marks = Arrays.copyOf(marks, count * 2);
        }
        marks[count++] = position;
    }

    private void thin() {
        count /= 2;
        for (int i = 0; i < count; i++) {
            marks[i] = marks[2 * i];
        }
        stride *= 2;
    }
}
