package dev.millrace.source.mongo.change;

import dev.millrace.bson.BsonCursor;
import dev.millrace.bson.TypeByte;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together again that `$changeStreamSplitLargeEvent` has split. Each fragment has its own resume token; the
 * whole event has that of the last. Source: MongoDB's manual, "$changeStreamSplitLargeEvent". Not thread-safe.
 */
final class Fragments {

    private static final String SPLIT = "splitEvent";

    private final BsonCursor cursor = new BsonCursor();
    private final List<RawBsonDocument> parts = new ArrayList<>();

    /** The whole event; null where parts of it are still to come. */
    @Nullable
    RawBsonDocument add(RawBsonDocument event) {
        int of = partsOf(event);
        if (of == 0) {
            if (!parts.isEmpty()) {
                throw missing();
            }
            return event;
        }
        parts.add(event);
        if (parts.size() < of) {
            return null;
        }
        RawBsonDocument whole = whole();
        parts.clear();
        return whole;
    }

    boolean isWaiting() {
        return !parts.isEmpty();
    }

    /** Into how many parts the event was split, 0 for not at all; it must be the one that is due. */
    private int partsOf(RawBsonDocument event) {
        RawEvent.open(cursor, event);
        while (cursor.next()) {
            if (isNamed(SPLIT)) {
                int number = 0;
                int of = 0;
                cursor.enter();
                while (cursor.next()) {
                    if (cursor.type() == TypeByte.INT32 && isNamed("fragment")) {
                        number = cursor.int32();
                    } else if (cursor.type() == TypeByte.INT32 && isNamed("of")) {
                        of = cursor.int32();
                    }
                }
                if (number != parts.size() + 1) {
                    throw missing();
                }
                return of;
            }
        }
        return 0;
    }

    private boolean isNamed(String name) {
        if (cursor.nameLength() != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (cursor.bytes()[cursor.nameOffset() + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private RawBsonDocument whole() {
        Elements elements = new Elements();
        for (int part = parts.size() - 1; part >= 0; part--) {
            boolean last = part == parts.size() - 1;
            RawEvent.open(cursor, parts.get(part));
            while (cursor.next()) {
                if (!isNamed(SPLIT) && (last || !isNamed("_id"))) {
                    elements.add(cursor);
                }
            }
        }
        return elements.document();
    }

    private static MillraceException missing() {
        return new MillraceException(
                FailureKind.TRANSIENT,
                "a part of a split change event is missing",
                "the stream is to be opened again behind the event before");
    }
}
