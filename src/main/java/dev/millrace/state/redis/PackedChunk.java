package dev.millrace.state.redis;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import dev.millrace.state.StoredChunk;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** How Redis holds a chunk, whose number is the name of its field; runs of earlier versions hold it as {@link StoredChunk}. */
final class PackedChunk {

    private PackedChunk() {}

    static byte[] encode(Chunk chunk, Packing packing) {
        ChunkRange range = chunk.range();
        return packing.pack(
                new BsonDocument("namespace", new BsonString(chunk.namespace().toString()))
                        .append("part", new BsonInt32(chunk.part()))
                        .append("documents", Packing.shortest(range.documents()))
                        .append("bytes", Packing.shortest(range.bytes()))
                        .append("bounds", range.bounds()));
    }

    /** The reverse of {@link #encode}; throws a RuntimeException of any kind when the bytes are not of that form. */
    static Chunk decode(int number, byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == '{') {
            return StoredChunk.decode(new String(bytes, StandardCharsets.UTF_8));
        }
        BsonDocument stored = Packing.unpack(bytes, 0);
        return new Chunk(
                number,
                Namespace.parse(stored.getString("namespace").getValue()),
                stored.getInt32("part").getValue(),
                new ChunkRange(
                        stored.getDocument("bounds"),
                        stored.getNumber("documents").longValue(),
                        stored.getNumber("bytes").longValue()));
    }
}
