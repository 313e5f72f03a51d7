package dev.millrace.sink.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkRange;
import dev.millrace.model.Namespace;
import dev.millrace.model.RejectedDocument;
import dev.millrace.sink.RejectFile;
import dev.millrace.sink.object.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rejected documents of a run whose target has no place for them. */
class ObjectRejectsTest {

    private static final Chunk CHUNK =
            new Chunk(7, Namespace.parse("shop.orders"), 3, new ChunkRange(new BsonDocument(), 1, 1));

    @TempDir
    Path directory;

    private ObjectRejects rejects;

    @BeforeEach
    void open() {
        rejects = new ObjectRejects(new FileObjectStore(directory));
    }

    @AfterEach
    void close() {
        rejects.close();
    }

    @Test
    void keepsTheDocumentWithItsIdAndTheReason() throws IOException {
        RawBsonDocument document = RawBsonDocument.parse("{\"_id\": 1, \"a\": \"x\"}");
        try (RejectFile file = rejects.open("nightly", CHUNK)) {
            file.reject(new RejectedDocument("{\"$numberInt\": \"1\"}", "value too long", document));
            assertThat(file.count()).isEqualTo(1);
            file.commit();
        }

        BsonDocument line = BsonDocument.parse(Files.readString(file()));
        assertThat(line.getInt32("_id").getValue()).isEqualTo(1);
        assertThat(line.getString("reason").getValue()).isEqualTo("value too long");
        assertThat(new RawBsonDocument(
                        Base64.getDecoder().decode(line.getString("bson").getValue())))
                .isEqualTo(document);
    }

    @Test
    void aSecondAttemptWithoutRejectsRemovesWhatTheFirstOneLeft() {
        keepsOne();
        assertThat(file()).exists();

        try (RejectFile file = rejects.open("nightly", CHUNK)) {
            file.commit();
        }

        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatIsGivenUpIsNotThere() {
        try (RejectFile file = rejects.open("nightly", CHUNK)) {
            file.reject(new RejectedDocument("1", "value too long", RawBsonDocument.parse("{\"_id\": 1}")));
        }

        assertThat(file()).doesNotExist();
    }

    private void keepsOne() {
        try (RejectFile file = rejects.open("nightly", CHUNK)) {
            file.reject(new RejectedDocument("1", "value too long", RawBsonDocument.parse("{\"_id\": 1}")));
            file.commit();
        }
    }

    private Path file() {
        return directory.resolve("nightly/shop/orders/part-00003.jsonl");
    }
}
