package dev.millrace.sink.object.bson;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.CollectionPlan;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ObjectFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * mongodump's format and layout, for mongorestore: `database/collection.bson` with the documents as the server gave them,
 * `database/collection.metadata.json` with options and indexes; both gzipped or neither (`mongorestore --gzip`). Parts
 * are joined at the end: BSON documents, and gzip members (RFC 1952, 2.2), may stand one behind the other.
 *
 * <p>Views and time-series collections are dumped as the documents they show, so their metadata makes a plain collection.
 */
public record BsonDumpFormat(Compression compression, int level) implements ObjectFormat {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    public BsonDumpFormat {
        if (compression == Compression.ZSTD) {
            throw MillraceException.usage(
                    "mongorestore cannot read BSON dumps compressed with zstd", "choose gzip, or none");
        }
        compression.checkedLevel(level);
    }

    public BsonDumpFormat(Compression compression) {
        this(compression, compression.usualLevel());
    }

    @Override
    public String extension() {
        return "bson" + compression.suffix();
    }

    @Override
    public String contentType() {
        return compression == Compression.GZIP ? "application/gzip" : "application/bson";
    }

    @Override
    public long bytesPerWriter() {
        return compression.bytesPerStream();
    }

    @Override
    public boolean joinsParts() {
        return true;
    }

    @Override
    public List<SideObject> sideObjects(CollectionInfo collection) {
        byte[] json = metadata(collection).toJson(CANONICAL).getBytes(StandardCharsets.UTF_8);
        String type = compression == Compression.GZIP ? "application/gzip" : "application/json";
        return List.of(new SideObject("metadata.json" + compression.suffix(), type, compressed(json)));
    }

    @Override
    public FormatWriter open(CollectionPlan collection, OutputStream out, RejectSink rejects) {
        return new BsonDumpWriter(compression.compress(out, level));
    }

    private static BsonDocument metadata(CollectionInfo collection) {
        CollectionKind kind = collection.kind();
        if (kind == CollectionKind.COLLECTION || kind == CollectionKind.CAPPED) {
            return collection.metadata();
        }
        BsonDocument idIndex = new BsonDocument("v", new BsonInt32(2))
                .append("key", new BsonDocument("_id", new BsonInt32(1)))
                .append("name", new BsonString("_id_"));
        return new BsonDocument("options", new BsonDocument())
                .append("indexes", new BsonArray(List.of(idIndex)))
                .append("collectionName", new BsonString(collection.namespace().collection()))
                .append("type", new BsonString("collection"));
    }

    private byte[] compressed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = compression.compress(bytes, level)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
