package dev.millrace.sink.object;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonType;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.json.JsonParseException;
import org.bson.json.JsonReader;

/** Reads a manifest without holding it in memory. */
final class ManifestReader {

    private ManifestReader() {}

    /** The run that the manifest is of; an empty name where the manifest is not millrace's; empty without manifest. */
    static Optional<String> runOf(ObjectStore store) {
        return reading(store, ObjectLayout.MANIFEST, reader -> {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals("run") && reader.getCurrentBsonType() == BsonType.STRING) {
                    return reader.readString();
                }
                reader.skipValue();
            }
            return "";
        });
    }

    /** Hands over the names of all objects that the manifest lists, those with rejected documents included. */
    static void objectsOf(ObjectStore store, Consumer<String> names) {
        reading(store, ObjectLayout.MANIFEST, reader -> {
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals("objects") && reader.getCurrentBsonType() == BsonType.ARRAY) {
                    objects(reader, names);
                } else {
                    reader.skipValue();
                }
            }
            return "";
        });
    }

    /** A small JSON object whole; empty also where it is no JSON. */
    static Optional<BsonDocument> small(ObjectStore store, String name) {
        try (InputStream in = store.read(name).orElse(null)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(BsonDocument.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (JsonParseException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(store, name, e);
        }
    }

    private static void objects(JsonReader reader, Consumer<String> names) {
        BsonDocumentCodec codec = new BsonDocumentCodec();
        reader.readStartArray();
        while (reader.readBsonType() == BsonType.DOCUMENT) {
            BsonDocument entry = codec.decode(reader, DecoderContext.builder().build());
            name(entry, names);
            entry.getArray("rejects", new BsonArray()).forEach(rejects -> name(rejects.asDocument(), names));
        }
        reader.readEndArray();
    }

    private static void name(BsonDocument entry, Consumer<String> names) {
        if (entry.isString("object")) {
            names.accept(entry.getString("object").getValue());
        }
    }

    private static Optional<String> reading(ObjectStore store, String name, Reading reading) {
        try (InputStream in = store.read(name).orElse(null)) {
            if (in == null) {
                return Optional.empty();
            }
            try (JsonReader reader = new JsonReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                reader.readStartDocument();
                return Optional.of(reading.read(reader));
            } catch (JsonParseException | BsonInvalidOperationException e) {
                return Optional.of("");
            }
        } catch (IOException e) {
            throw unreadable(store, name, e);
        }
    }

    private static MillraceException unreadable(ObjectStore store, String name, IOException e) {
        return new MillraceException(
                FailureKind.TRANSIENT,
                "cannot read " + name + " of " + store.description() + ": " + e.getMessage(),
                "run the same command again",
                e);
    }

    private interface Reading {
        String read(JsonReader reader);
    }
}
