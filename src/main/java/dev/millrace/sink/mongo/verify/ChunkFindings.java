package dev.millrace.sink.mongo.verify;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * What a chunk's receipt says beyond how many documents are equal.
 *
 * @param hash  of the source's documents, as {@link dev.millrace.bson.BsonHash} prints it; empty where none was needed
 * @param shown differences for people, a sentence each
 */
record ChunkFindings(Tally tally, String hash, List<String> shown) {

    ChunkFindings {
        shown = List.copyOf(shown);
    }

    BsonDocument toBson() {
        return tally.toBson()
                .append("hash", new BsonString(hash))
                .append(
                        "shown",
                        new BsonArray(shown.stream().map(BsonString::new).toList()));
    }

    static ChunkFindings fromBson(BsonDocument form) {
        Tally tally = new Tally();
        tally.add(form);
        List<String> shown = new ArrayList<>();
        form.getArray("shown").forEach(value -> shown.add(value.asString().getValue()));
        return new ChunkFindings(tally, form.getString("hash").getValue(), shown);
    }
}
