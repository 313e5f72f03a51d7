package dev.millrace.sink.postgres;

import dev.millrace.model.ChunkReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** Adds up what the receipts say of values that did not simply become the value of a column: one sentence a policy. */
final class LoadNotes {

    private static final BsonInt64 NONE = new BsonInt64(0);

    private long refused;
    private long widened;
    private long rest;
    private long nulRemoved;
    private long nulReplaced;
    private long dropped;

    void add(ChunkReceipt receipt) {
        BsonDocument detail = receipt.receipt().detail();
        refused += number(detail, ChunkDetail.REFUSED);
        widened += number(detail, ChunkDetail.WIDENED);
        rest += number(detail, ChunkDetail.REST);
        nulRemoved += number(detail, ChunkDetail.NUL_REMOVED);
        nulReplaced += number(detail, ChunkDetail.NUL_REPLACED);
        dropped += number(detail, ChunkDetail.DROPPED);
    }

    /** Nothing of what did not occur. */
    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        say(sentences, refused, "documents were refused by the server and are in the reject file");
        say(sentences, widened, "numbers are in a column of another type, numerically the same");
        say(sentences, rest, "values have no column or do not fit it, and are in _rest");
        say(sentences, nulRemoved, "NUL characters were removed");
        say(sentences, nulReplaced, "NUL characters were replaced by U+FFFD");
        say(sentences, dropped, "values did not fit their column and were dropped, as the mapping file says");
        return sentences;
    }

    private static void say(List<String> sentences, long count, String what) {
        if (count > 0) {
            sentences.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }

    private static long number(BsonDocument detail, String name) {
        return detail.getNumber(name, NONE).longValue();
    }
}
