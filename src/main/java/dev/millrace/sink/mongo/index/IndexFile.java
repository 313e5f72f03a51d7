package dev.millrace.sink.mongo.index;

import dev.millrace.model.CollectionInfo;
import dev.millrace.model.CollectionKind;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonParseException;
import org.bson.json.JsonWriterSettings;

/**
 * A file of index definitions that people read and edit. Format: one document in relaxed Extended JSON, {@code
 * {collections: [{namespace, options, indexes: […]}, …]}}, options and indexes as in mongodump's `metadata.json`.
 */
public final class IndexFile {

    private static final JsonWriterSettings READABLE = JsonWriterSettings.builder()
            .outputMode(JsonMode.RELAXED)
            .indent(true)
            .build();

    private IndexFile() {}

    /** Writes over what is there. Of the options only the collation is kept: an index without one depends on it. */
    public static void write(Path file, List<CollectionInfo> collections) {
        BsonArray entries = new BsonArray();
        for (CollectionInfo collection : collections) {
            BsonDocument options = collection.metadata().getDocument("options", new BsonDocument());
            BsonDocument entry = new BsonDocument(
                    "namespace", new BsonString(collection.namespace().toString()));
            if (options.containsKey("collation")) {
                entry.append("options", new BsonDocument("collation", options.get("collation")));
            }
            entries.add(entry.append("indexes", collection.metadata().getArray("indexes", new BsonArray())));
        }
        try {
            Files.writeString(file, new BsonDocument("collections", entries).toJson(READABLE) + "\n");
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.FAILED,
                    "cannot write " + file + ": " + e.getMessage(),
                    "choose a file in a directory that can be written to",
                    e);
        }
    }

    public static List<CollectionInfo> read(Path file) {
        try {
            List<CollectionInfo> collections = new ArrayList<>();
            for (BsonValue entry : BsonDocument.parse(Files.readString(file)).getArray("collections")) {
                collections.add(collection(entry.asDocument()));
            }
            return collections;
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND, "cannot read " + file + ": " + e.getMessage(), "check its name", e);
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw new MillraceException(
                    FailureKind.DATA,
                    file + " is not a file of index definitions: " + e.getMessage(),
                    "write one with `millrace indexes extract`; a directory of mongodump is given as --from dump:DIR",
                    e);
        }
    }

    private static CollectionInfo collection(BsonDocument entry) {
        BsonDocument metadata = new BsonDocument("indexes", entry.getArray("indexes"));
        if (entry.containsKey("options")) {
            metadata.append("options", entry.getDocument("options"));
        }
        return new CollectionInfo(
                Namespace.parse(entry.getString("namespace").getValue()),
                CollectionKind.COLLECTION,
                CollectionInfo.UNKNOWN,
                CollectionInfo.UNKNOWN,
                metadata);
    }
}
