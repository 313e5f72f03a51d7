package dev.millrace.sink.mongo;

import java.util.ArrayList;
import java.util.List;

/** Documents of a batch that go into one message, until it is full. */
final class MessagePart {

    private final int mostDocuments;
    private final int mostBytes;
    private final int mostExactBytes;
    private List<Integer> places = new ArrayList<>();
    private int bytes;
    private boolean exact;

    /**
     * @param mostBytes      of documents that follow a command in a message
     * @param mostExactBytes of documents that stand in the command itself
     */
    MessagePart(int mostDocuments, int mostBytes, int mostExactBytes) {
        this.mostDocuments = mostDocuments;
        this.mostBytes = mostBytes;
        this.mostExactBytes = mostExactBytes;
    }

    /**
     * Places in the batch.
     *
     * @param exact whether the documents are to be written so that empty timestamps stay
     */
    record Places(List<Integer> documents, boolean exact) {}

    boolean takes(int length, boolean ofExact) {
        int most = ofExact ? mostExactBytes : mostBytes;
        return places.isEmpty() || (exact == ofExact && places.size() < mostDocuments && bytes <= most - length);
    }

    void add(int place, int length, boolean ofExact) {
        exact = ofExact;
        places.add(place);
        bytes += length;
    }

    /** What it holds; it is empty afterwards. */
    Places empty() {
        Places full = new Places(places, exact);
        places = new ArrayList<>();
        bytes = 0;
        return full;
    }
}
