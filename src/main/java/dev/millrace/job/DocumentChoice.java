package dev.millrace.job;

import dev.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.bson.types.ObjectId;

/**
 * Which documents are looked at.
 *
 * @param ids    those with these `_id`s, as the user wrote them; empty for all
 * @param sample so many random ones of each collection; 0 for all
 */
public record DocumentChoice(List<String> ids, int sample) {

    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-fA-F]{24}");

    public DocumentChoice {
        ids = List.copyOf(ids);
        if (sample < 0) {
            throw MillraceException.usage(
                    "--sample: " + sample + " is below 0", "give the number of documents, or leave it out");
        }
        if (sample > 0 && !ids.isEmpty()) {
            throw MillraceException.usage("--id and --sample exclude each other", "give one of them");
        }
    }

    boolean isAll() {
        return ids.isEmpty() && sample == 0;
    }

    /** A filter that lets only the chosen `_id`s through, and of them what another filter does. */
    BsonDocument filter(BsonDocument other) {
        if (ids.isEmpty()) {
            return other;
        }
        BsonDocument chosen = new BsonDocument(
                "_id",
                new BsonDocument(
                        "$in",
                        new BsonArray(
                                ids.stream().flatMap(id -> values(id).stream()).toList())));
        return other.isEmpty() ? chosen : new BsonDocument("$and", new BsonArray(List.of(other, chosen)));
    }

    /** What a text may mean: 24 hex digits may be an ObjectId or a string of them. */
    private static List<BsonValue> values(String text) {
        List<BsonValue> values = new ArrayList<>();
        if (OBJECT_ID.matcher(text).matches()) {
            values.add(new BsonObjectId(new ObjectId(text)));
        }
        try {
            values.add(BsonDocument.parse("{\"v\": " + text + "}").get("v"));
        } catch (JsonParseException e) {
            values.add(new BsonString(text));
        }
        return values;
    }
}
