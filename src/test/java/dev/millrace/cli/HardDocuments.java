package dev.millrace.cli;

import dev.millrace.schema.BsonBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Documents that exports have failed on, as raw BSON in the order of their `_id`s. */
final class HardDocuments {

    /** What a server takes: 16 MiB. */
    private static final int LARGEST = 16 << 20;

    private HardDocuments() {}

    /** Every BSON type with its edge values, as a real server gave them back. */
    static List<byte[]> types() {
        BsonArray entries = transcript("types");
        return entries.get(entries.size() - 1).asDocument().getArray("documents").stream()
                .map(hex -> HexFormat.of().parseHex(hex.asString().getValue()))
                .toList();
    }

    /** A document for each type of `_id` that a real server took, in no order. */
    static List<BsonDocument> ids() {
        BsonDocument insert =
                transcript("ids_of_every_type").get(0).asDocument().getDocument("command");
        return insert.getArray("documents").stream().map(BsonValue::asDocument).toList();
    }

    /** Names that are no identifiers, at the top and below; one of them twice. NUL cannot stand in a name in BSON. */
    static List<byte[]> names() {
        BsonBytes inner = strange(BsonBytes.document());
        return List.of(
                strange(BsonBytes.document().int32("_id", 1)).toArray(),
                BsonBytes.document().int32("_id", 2).document("inner", inner).toArray());
    }

    /** The largest document that fits, between two small ones. */
    static List<byte[]> large() {
        int overhead = BsonBytes.document().int32("_id", 2).string("v", "").toArray().length;
        return List.of(
                BsonBytes.document().int32("_id", 1).string("v", "small").toArray(),
                BsonBytes.document()
                        .int32("_id", 2)
                        .string("v", "é".repeat((LARGEST - overhead) / 2))
                        .toArray(),
                BsonBytes.document().int32("_id", 3).string("v", "small").toArray());
    }

    /** 200 levels of documents and arrays. */
    static List<byte[]> deep() {
        BsonBytes nested = BsonBytes.document().int32("bottom", 1);
        for (int level = 199; level > 1; level--) {
            nested = level % 3 == 0
                    ? BsonBytes.document().array("a", BsonBytes.document().document("0", nested))
                    : BsonBytes.document().document("d", nested).int32("level", level);
        }
        return List.of(
                BsonBytes.document().int32("_id", 1).document("d", nested).toArray());
    }

    /** With three documents a chunk, `v` is a number until chunk 40, then a text, then a document. */
    static List<byte[]> changing() {
        List<byte[]> documents = new ArrayList<>();
        for (int id = 0; id < 150; id++) {
            BsonBytes document = BsonBytes.document().int32("_id", id);
            if (id < 120) {
                document.int32("v", id);
            } else if (id < 135) {
                document.string("v", "number " + id);
            } else {
                document.document("v", BsonBytes.document().int32("n", id));
            }
            documents.add(document.toArray());
        }
        return documents;
    }

    private static BsonBytes strange(BsonBytes document) {
        return document.int32("", 1)
                .int32("a.b", 2)
                .int32("$where", 3)
                .int32("$oid", 4)
                .int32("😀", 5)
                .int32("_rest", 6)
                .int32("Case", 7)
                .int32("case", 8)
                .int32("tags[0]", 9)
                .int32("back\\slash \"quoted\" 'twice'", 10)
                .int32("new\nline", 11)
                .int32("twice", 12)
                .string("twice", "again")
                .int32("x".repeat(1_000), 13);
    }

    private static BsonArray transcript(String name) {
        try (InputStream in = HardDocuments.class.getResourceAsStream("/transcripts/" + name + ".json")) {
            return BsonArray.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
