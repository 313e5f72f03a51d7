package dev.millrace.state;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * How run stores write a chunk down: one line of Extended JSON, canonical where it matters (the bounds), with plain
 * numbers elsewhere because there may be millions of these lines.
 */
public final class StoredChunk {

    private StoredChunk() {}

    public static String encode(Chunk chunk) {
        ChunkRange range = chunk.range();
        String name = CanonicalJson.of(
                new BsonDocument("namespace", new BsonString(chunk.namespace().toString())));
        return "{\"number\": " + chunk.number() + ", " + name.substring(1, name.length() - 1) + ", \"part\": "
                + chunk.part() + ", \"documents\": " + range.documents() + ", \"bytes\": " + range.bytes()
                + ", \"bounds\": " + CanonicalJson.of(range.bounds()) + "}";
    }

    /** The reverse of {@link #encode}; throws a RuntimeException of any kind when the text is not of that form. */
    public static Chunk decode(String json) {
        BsonDocument stored = BsonDocument.parse(json);
        return new Chunk(
                stored.getNumber("number").intValue(),
                Namespace.parse(stored.getString("namespace").getValue()),
                stored.getNumber("part").intValue(),
                new ChunkRange(
                        stored.getDocument("bounds"),
                        stored.getNumber("documents").longValue(),
                        stored.getNumber("bytes").longValue()));
    }
}
