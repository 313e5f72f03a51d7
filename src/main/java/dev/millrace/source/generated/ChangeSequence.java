package dev.millrace.source.generated;

import dev.millrace.model.DocumentChange;
import dev.millrace.model.DocumentChange.Kind;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * An endless sequence of changes to the documents of a data set, the same for the same seed: inserts of the documents behind
 * the first `count`, valid updates of any document that is there, deletes of some of the oldest. Needs a few hundred KB,
 * however many documents and changes there are. Used by one thread at a time.
 */
public final class ChangeSequence {

    /** Of the documents that are there, one of so many oldest is deleted. */
    private static final int OLDEST = 1 << 16;

    private static final long SALT = 0x6368616E676573L;

    private final RandomStream random = new RandomStream();
    private final DocumentGenerator documents;
    private final UpdateGenerator updates;
    private final BsonAppender out = new BsonAppender();
    private final long insert;
    private final long update;
    private final long all;

    /** Indexes of the oldest documents that are there; all from `low` on, up to `high`, are there too. */
    private final long[] oldest;

    private int held;
    private long low;
    private long high;
    private long sequence;

    /**
     * @param collection what was seeded, with its count
     * @param insert     weight of inserts; of updates, of deletes likewise
     */
    public ChangeSequence(DatasetCollection collection, long seed, long insert, long update, long delete) {
        this.documents = collection.dataset().generator(seed, collection.count());
        this.updates = collection.dataset().updates(seed, collection.count());
        this.insert = insert;
        this.update = update;
        this.all = insert + update + delete;
        this.high = collection.count();
        this.oldest = new long[OLDEST];
        random.restart(seed ^ SALT, 0);
        refill();
    }

    /** A change whose document is still to be made. */
    private record Choice(Kind kind, long index) {}

    /** Goes past so many changes without making them. */
    public void skip(long changes) {
        for (long i = 0; i < changes; i++) {
            choose();
        }
    }

    /** The next change. Changes of one document must be applied in their order. */
    public DocumentChange next() {
        Choice choice = choose();
        BsonDocument document = made(() -> documents.write(choice.index(), out));
        return new DocumentChange(
                sequence,
                choice.kind(),
                choice.index(),
                document.get("_id", BsonNull.VALUE),
                switch (choice.kind()) {
                    case INSERT -> document;
                    case UPDATE -> made(() -> updates.write(choice.index(), sequence, out));
                    case DELETE -> new BsonDocument();
                });
    }

    private Choice choose() {
        sequence++;
        long drawn = random.below(all);
        long there = held + (high - low);
        if (drawn < insert || there == 0) {
            high++;
            refill();
            return new Choice(Kind.INSERT, high - 1);
        }
        if (drawn < insert + update) {
            long place = random.below(there);
            return new Choice(Kind.UPDATE, place < held ? oldest[(int) place] : low + (place - held));
        }
        int place = (int) random.below(held);
        long index = oldest[place];
        held--;
        oldest[place] = oldest[held];
        refill();
        return new Choice(Kind.DELETE, index);
    }

    private void refill() {
        while (held < OLDEST && low < high) {
            oldest[held++] = low++;
        }
    }

    private BsonDocument made(Runnable writing) {
        out.clear();
        writing.run();
        return new RawBsonDocument(Arrays.copyOf(out.bytes(), out.length())).decode(new BsonDocumentCodec());
    }
}
