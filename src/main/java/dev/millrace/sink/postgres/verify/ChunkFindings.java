package dev.millrace.sink.postgres.verify;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * What a chunk's receipt says beyond how many documents are equal.
 *
 * @param load  the run whose load the rows were compared with
 * @param rows  rows found, of each table
 * @param hash  of all rows of the documents, modulo 2^64
 * @param shown differences for people, a sentence each
 */
record ChunkFindings(String load, List<Long> rows, long hash, List<String> shown) {

    ChunkFindings {
        rows = List.copyOf(rows);
        shown = List.copyOf(shown);
    }

    BsonDocument toBson() {
        return new BsonDocument("load", new BsonString(load))
                .append("rows", new BsonArray(rows.stream().map(BsonInt64::new).toList()))
                .append("hash", new BsonInt64(hash))
                .append(
                        "shown",
                        new BsonArray(shown.stream().map(BsonString::new).toList()));
    }

    static ChunkFindings fromBson(BsonDocument form) {
        List<Long> rows = new ArrayList<>();
        form.getArray("rows").forEach(value -> rows.add(value.asNumber().longValue()));
        List<String> shown = new ArrayList<>();
        form.getArray("shown").forEach(value -> shown.add(value.asString().getValue()));
        return new ChunkFindings(
                form.getString("load").getValue(), rows, form.getNumber("hash").longValue(), shown);
    }
}
