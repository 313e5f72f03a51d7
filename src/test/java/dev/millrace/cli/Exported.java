package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schema.TableSchema;
import dev.millrace.schema.Value;
import dev.millrace.sink.object.parquet.ReadBack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** What an export left in a directory, read back by others' readers: DuckDB for Parquet, the driver for JSON. */
record Exported(Path directory) {

    boolean isComplete() {
        return Files.exists(directory.resolve("_SUCCESS"));
    }

    BsonDocument manifest() {
        return BsonDocument.parse(text(directory.resolve("manifest.json")));
    }

    /** The SHA-256 of each file by its path; without the manifest, which tells when the run was planned. */
    Map<String, String> digests() {
        Map<String, String> digests = new TreeMap<>();
        Millrace.files(directory).forEach((name, bytes) -> digests.put(name, digest(bytes)));
        digests.remove("manifest.json");
        return digests;
    }

    /** The objects of a collection, in the order of its chunks. */
    List<Path> objects(String namespace) {
        return manifest().getArray("objects").stream()
                .map(BsonValue::asDocument)
                .filter(object -> object.getString("namespace").getValue().equals(namespace))
                .map(object -> directory.resolve(object.getString("object").getValue()))
                .sorted()
                .toList();
    }

    /** The namespaces that the manifest names, in its order. */
    List<String> collections() {
        return manifest().getArray("collections").stream()
                .map(collection ->
                        collection.asDocument().getString("namespace").getValue())
                .toList();
    }

    /** The lines of a collection's JSON Lines, in the order of its chunks. */
    List<String> lines(String namespace) {
        return objects(namespace).stream()
                .flatMap(object -> text(object).lines())
                .toList();
    }

    /** The documents of a collection's JSON Lines, as the driver reads them. */
    List<Value.Doc> documents(String namespace) {
        return lines(namespace).stream()
                .map(line -> (Value.Doc) Value.of(BsonDocument.parse(line)))
                .toList();
    }

    /** The documents that a collection's Parquet rows stand for: columns ⊕ _rest. */
    List<Value.Doc> rows(String namespace) {
        ReadBack rows = ReadBack.ofPlan(TableSchema.fromBson(schema(namespace)));
        List<Value.Doc> documents = new ArrayList<>();
        try {
            for (Path object : objects(namespace)) {
                documents.addAll(rows.documents(object));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return documents;
    }

    /** Asserts that what was read back is, value by value and in this order, what the source holds. */
    static void assertSame(List<Value.Doc> source, List<Value.Doc> back, boolean withNulls) {
        assertThat(back).hasSameSizeAs(source);
        for (int i = 0; i < source.size(); i++) {
            Value.Doc expected = source.get(i);
            Value.Doc actual = back.get(i);
            assertThat(expected.sameAs(actual, withNulls))
                    .as(() -> "source " + shortened(expected) + "\nback   " + shortened(actual))
                    .isTrue();
        }
    }

    private BsonDocument schema(String namespace) {
        return manifest().getArray("collections").stream()
                .map(BsonValue::asDocument)
                .filter(collection ->
                        collection.getString("namespace").getValue().equals(namespace))
                .findFirst()
                .orElseThrow()
                .getDocument("schema");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String shortened(Value value) {
        String text = value.toString();
        return text.substring(0, Math.min(2_000, text.length()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
