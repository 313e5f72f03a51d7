package dev.millrace.state;

import dev.millrace.model.ResumePoint;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonTimestamp;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * How a stream's place is written down in stores that keep texts and numbers; people can read each part of it.
 *
 * @param token       the resume token as canonical Extended JSON: `{"_data": "826B00D2…"}`
 * @param clusterTime `SECONDS:INCREMENT` of the last event before the place; empty where that is not known
 * @param events      published since the stream began
 * @param savedAt     as in `2026-11-21T10:15:30.123Z`, on the clock of the process that saved
 */
public record StoredPoint(String token, String clusterTime, long events, String savedAt) {

    public static StoredPoint of(SavedPoint point) {
        BsonTimestamp time = point.clusterTime();
        return new StoredPoint(
                CanonicalJson.of(point.point().token()),
                time == null ? "" : unsigned(time.getTime()) + ":" + unsigned(time.getInc()),
                point.events(),
                point.savedAt().toString());
    }

    /**
     * The reverse of {@link #of}.
     *
     * @throws IllegalArgumentException where a part is not of its form
     */
    public SavedPoint point() {
        try {
            return new SavedPoint(
                    new ResumePoint(BsonDocument.parse(token)), time(clusterTime), events, Instant.parse(savedAt));
        } catch (JsonParseException | BsonInvalidOperationException | DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static @Nullable BsonTimestamp time(String text) {
        if (text.isEmpty()) {
            return null;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no colon in " + text);
        }
        return new BsonTimestamp(
                Integer.parseUnsignedInt(text, 0, colon, 10),
                Integer.parseUnsignedInt(text, colon + 1, text.length(), 10));
    }

    private static String unsigned(int number) {
        return Integer.toUnsignedString(number);
    }
}
