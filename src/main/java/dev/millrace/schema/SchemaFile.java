package dev.millrace.schema;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.LineNumberReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.json.JsonParseException;
import org.bson.json.JsonReader;

/** Reads the file of `--schema`: JSON in the form that {@link SchemaForm} describes. */
public final class SchemaFile {

    private static final String HINT = "write {\"columns\": [{\"name\": \"_id\", \"type\": \"objectId\"}, …]}; "
            + "`--dry-run` shows the inferred schema in this form";

    private SchemaFile() {}

    /** Reads a file; every error is of kind USAGE or NOT_FOUND and names the file and the place in it. */
    public static TableSchema read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    "cannot read the schema file " + file + ": " + e.getMessage(),
                    "check its name, that it may be read and that it is UTF-8",
                    e);
        }
    }

    /** Parses a schema; `source` names it in errors. */
    public static TableSchema parse(String source, String json) {
        return new SchemaForm(source).read(document(source, json));
    }

    private static BsonDocument document(String source, String json) {
        LineNumberReader lines = new LineNumberReader(new StringReader(json));
        try (JsonReader reader = new JsonReader((Reader) lines)) {
            return new BsonDocumentCodec()
                    .decode(reader, DecoderContext.builder().build());
        } catch (JsonParseException | BsonInvalidOperationException e) {
            throw new MillraceException(
                    FailureKind.USAGE,
                    source + " line " + (lines.getLineNumber() + 1) + ": not the JSON of a schema: " + e.getMessage(),
                    HINT,
                    e);
        }
    }
}
