package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** Events beyond what a document may have: refused, or cut into fragments by {@code $changeStreamSplitLargeEvent}. */
final class LargeEvents {
    static final int MOST_BYTES = 16 * 1024 * 1024 + 16 * 1024;
    /** What `_id` and `splitEvent` of a fragment may take. */
    private static final int HEAD_BYTES = 1024;

    private LargeEvents() {}

    static boolean isTooLarge(byte[] event) {
        return event.length > MOST_BYTES;
    }

    static CommandFailure refusal(byte[] event) {
        var view = RawBson.view(event);
        String first = view.getFirstKey();
        return new CommandFailure(
                10334,
                "BSONObjectTooLarge",
                "BSONObj size: %d (0x%X) is invalid. Size must be between 0 and %d(16MB) First element: %s: %s"
                        .formatted(event.length, event.length, MOST_BYTES, first, ShellText.of(view.get(first))));
    }

    /** Whole fields, the small ones first, as many to a fragment as fit; each has `_id` and says which it is. */
    static List<byte[]> split(byte[] event, ChangeEntry entry) {
        List<RawElement> fields = new ArrayList<>(RawElement.of(event));
        fields.removeIf(field -> field.name().equals("_id"));
        fields.sort(Comparator.comparingInt(field -> field.bytes().length));
        List<List<byte[]>> parts = new ArrayList<>();
        long bytes = 0;
        for (RawElement field : fields) {
            if (parts.isEmpty() || bytes + field.bytes().length > MOST_BYTES - HEAD_BYTES) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.getLast().add(field.bytes());
            bytes += field.bytes().length;
        }
        List<byte[]> fragments = new ArrayList<>();
        for (int number = 1; number <= parts.size(); number++) {
            BsonDocument head = new BsonDocument(
                            "_id", ResumeToken.of(entry, false, number).document())
                    .append(
                            "splitEvent",
                            new BsonDocument("fragment", new BsonInt32(number))
                                    .append("of", new BsonInt32(parts.size())));
            List<byte[]> runs = new ArrayList<>(parts.get(number - 1));
            runs.addFirst(RawBson.elements(RawBson.encode(head)));
            fragments.add(RawBson.document(runs.toArray(byte[][]::new)));
        }
        return fragments;
    }
}
