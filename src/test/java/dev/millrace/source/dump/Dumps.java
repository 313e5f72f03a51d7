package dev.millrace.source.dump;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.DocumentBatch;
import dev.millrace.source.ChunkReader;
import dev.millrace.source.ChunkSize;
import dev.millrace.source.DocumentSource;
import dev.millrace.source.NamespaceSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Dumps to test with: those that mongodump wrote, and ones made on the spot. */
final class Dumps {

    private Dumps() {}

    /** `plain` or `gzip`, with the same collections in a database `fixtures`. */
    static Path recorded(String kind) {
        try {
            return Path.of(Dumps.class.getResource("/dumps/" + kind).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path write(Path root, String file, byte[] content) {
        try {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            return Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(Path root, String file, String content) {
        return write(root, file, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static byte[] bytes(BsonDocument... documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BsonDocument document : documents) {
            out.writeBytes(bytes(document));
        }
        return out.toByteArray();
    }

    static BsonDocument numbered(int id) {
        return new BsonDocument("_id", new BsonInt32(id));
    }

    /** A document of exactly this many bytes. */
    static BsonDocument ofSize(int bytes) {
        int overhead = bytes(new BsonDocument("b", new BsonBinary(new byte[0]))).length;
        return new BsonDocument("b", new BsonBinary(new byte[bytes - overhead]));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static NamespaceSelection select(String... patterns) {
        return new NamespaceSelection(List.of(patterns));
    }

    static CollectionInfo only(DocumentSource source, String pattern) {
        List<CollectionInfo> found = source.collections(select(pattern));
        if (found.size() != 1) {
            throw new AssertionError(pattern + " selects " + found);
        }
        return found.getFirst();
    }

    static List<ChunkRange> plan(DocumentSource source, CollectionInfo collection, long documents) {
        List<ChunkRange> ranges = new ArrayList<>();
        source.plan(collection, new ChunkSize(documents), ranges::add);
        return ranges;
    }

    /** The documents of a whole collection, read chunk by chunk. */
    static byte[] read(DocumentSource source, CollectionInfo collection, long chunkDocuments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int part = 0;
        for (ChunkRange range : plan(source, collection, chunkDocuments)) {
            out.writeBytes(read(source, new Chunk(part, collection.namespace(), part++, range)));
        }
        return out.toByteArray();
    }

    static byte[] read(DocumentSource source, Chunk chunk) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentBatch batch = new DocumentBatch(1024);
        try (ChunkReader reader = source.open(chunk)) {
            while (reader.read(batch)) {
                out.write(batch.bytes(), 0, batch.byteCount());
            }
        }
        return out.toByteArray();
    }

    /** Documents that stand back to back. */
    static List<BsonDocument> documents(byte[] bytes) {
        List<BsonDocument> documents = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = ByteBuffer.wrap(bytes)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                    .getInt(at);
            documents.add(new RawBsonDocument(bytes, at, length));
            at += length;
        }
        return documents;
    }

    private static byte[] bytes(BsonDocument document) {
        ByteBuffer buffer = new RawBsonDocument(document, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
