package dev.millrace.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.EveryId;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class DocumentIdTest {

    @Test
    void idsOfEveryTypeAreFoundAnywhereInADocumentAndInAnArray() {
        for (BsonDocument document : EveryId.documents()) {
            BsonDocument shuffled = new BsonDocument("before", new BsonInt32(1));
            shuffled.putAll(document);
            byte[] bytes = bytes(shuffled);
            byte[] surrounded = new byte[bytes.length + 6];
            System.arraycopy(bytes, 0, surrounded, 3, bytes.length);

            assertThat(DocumentId.of(surrounded, 3, bytes.length)).isEqualTo(document.get("_id"));
        }
    }

    @Test
    void theIdIsACopy() {
        byte[] bytes = bytes(BsonDocument.parse("{_id: {a: 'x'}}"));
        var id = DocumentId.of(bytes, 0, bytes.length);

        Arrays.fill(bytes, (byte) 0);

        assertThat(id).isEqualTo(BsonDocument.parse("{a: 'x'}"));
    }

    @Test
    void aStringThatIsNotUtf8IsNoIdToContinueFrom() {
        byte[] bytes = bytes(BsonDocument.parse("{_id: 'abc'}"));
        bytes[4 + 1 + 4 + 4] = (byte) 0xff;

        assertThat(DocumentId.of(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void aDocumentWithoutAnIdHasNone() {
        byte[] bytes = bytes(BsonDocument.parse("{a: {_id: 1}}"));

        assertThat(DocumentId.of(bytes, 0, bytes.length)).isNull();
    }

    private static byte[] bytes(BsonDocument document) {
        RawBsonDocument raw = new RawBsonDocument(document, new BsonDocumentCodec());
        byte[] bytes = new byte[raw.getByteBuffer().remaining()];
        raw.getByteBuffer().get(bytes);
        return bytes;
    }
}
