package dev.millrace.bson;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.json.JsonReader;

/** Documents for tests: from text, from hexadecimal digits, from the transcripts of a real server. */
final class Bson {

    private Bson() {}

    static byte[] of(String json) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            writer.pipe(new JsonReader(json));
        }
        return buffer.toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static BsonBinaryReader reader(byte[] bson) {
        return new BsonBinaryReader(java.nio.ByteBuffer.wrap(bson));
    }

    static BsonArray transcript(String name) {
        try (InputStream file = Bson.class.getResourceAsStream("/transcripts/" + name)) {
            return BsonArray.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of types.json, one a type and edge value, as the server stores them. */
    static List<byte[]> everyType() {
        BsonDocument raw = transcript("types.json").get(2).asDocument();
        return raw.getArray("documents").stream()
                .map(digits -> hex(digits.asString().getValue()))
                .toList();
    }

    static String what(byte[] document) {
        return new RawBsonDocument(document).getString("what").getValue();
    }
}
