package dev.millrace.source.dump;

import dev.millrace.model.CollectionKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/** Reads mongodump's `metadata.json`: Extended JSON with options, indexes, uuid, collectionName and type. */
final class DumpMetadata {

    private DumpMetadata() {}

    static BsonDocument read(Path file) {
        try (InputStream in = open(file)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // mongodump 3.4 and older wrote an empty file for a collection without options.
            return json.isBlank() ? new BsonDocument() : BsonDocument.parse(json);
        } catch (IOException e) {
            throw DumpFailure.of(file, e);
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw DumpFailure.damaged(file, "is not the JSON that mongodump writes", e);
        }
    }

    static CollectionKind kind(BsonDocument metadata) {
        BsonDocument options = options(metadata);
        if (options.containsKey("viewOn")) {
            return CollectionKind.VIEW;
        }
        if (options.containsKey("timeseries") || isType(metadata, "timeseries")) {
            return CollectionKind.TIMESERIES;
        }
        return isTrue(options.get("capped")) ? CollectionKind.CAPPED : CollectionKind.COLLECTION;
    }

    private static BsonDocument options(BsonDocument metadata) {
        return metadata.get("options") instanceof BsonDocument options ? options : new BsonDocument();
    }

    private static boolean isType(BsonDocument metadata, String type) {
        BsonValue value = metadata.get("type");
        return value != null && value.isString() && value.asString().getValue().equals(type);
    }

    private static boolean isTrue(@Nullable BsonValue value) {
        return value != null
                && (value.isBoolean()
                        ? value.asBoolean().getValue()
                        : value.isNumber() && value.asNumber().intValue() != 0);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
