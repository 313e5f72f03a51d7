package dev.millrace.schema.registry;

import dev.millrace.bson.BsonCursor;
import java.nio.ByteBuffer;
import org.bson.RawBsonDocument;

/**
 * Finds of most valid documents that they are valid, straight from their bytes, as most documents are. Of all others it
 * does not know: the schema itself is asked then, so what this leaves out costs time and no correctness. Thread-safe.
 */
final class QuickCheck {

    private final QuickRule rule;

    /** @param rule of the fields of a document */
    QuickCheck(QuickRule rule) {
        this.rule = rule;
    }

    /** False where it is not, or perhaps not. */
    boolean isSurelyValid(RawBsonDocument document) {
        if (rule == QuickRule.UNKNOWN) {
            return false;
        }
        ByteBuffer bytes = document.getByteBuffer().asNIO();
        BsonCursor cursor = new BsonCursor();
        cursor.open(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        return rule.holds(cursor);
    }
}
