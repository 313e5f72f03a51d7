package dev.millrace.state;

import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Canonical Extended JSON (v2) in one line: loses no type and no bit, and has no newline in it. */
final class CanonicalJson {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private CanonicalJson() {}

    static String of(BsonDocument document) {
        return document.toJson(CANONICAL);
    }
}
