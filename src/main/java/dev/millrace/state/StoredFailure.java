package dev.millrace.state;

import org.bson.BsonDocument;
import org.bson.BsonString;

/** How run stores write down why a chunk was given up: `attempts {"reason": …}`. */
public record StoredFailure(int attempts, String reason) {

    public String text() {
        return attempts + " " + CanonicalJson.of(new BsonDocument("reason", new BsonString(reason)));
    }

    /** The reverse of {@link #text}; throws a RuntimeException of any kind when the text is not of that form. */
    public static StoredFailure parse(String text) {
        int space = text.indexOf(' ');
        return new StoredFailure(
                Integer.parseInt(text.substring(0, space)),
                BsonDocument.parse(text.substring(space + 1))
                        .getString("reason")
                        .getValue());
    }
}
