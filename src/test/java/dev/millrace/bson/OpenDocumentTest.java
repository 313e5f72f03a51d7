package dev.millrace.bson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.edit.Leaf;
import dev.millrace.bson.edit.Node;
import dev.millrace.bson.edit.OpenArray;
import dev.millrace.bson.edit.OpenDocument;
import dev.millrace.bson.edit.Slice;
import java.nio.ByteBuffer;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class OpenDocumentTest {

    @Test
    void whatIsOpenedAndNotChangedIsWrittenAsItWas() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] bson = new RandomBson(seed).document();

            OpenDocument document = OpenDocument.of(new RawBsonDocument(bson));
            openAll(document);

            assertThat(bytes(document)).isEqualTo(bson);
        }
    }

    @Test
    void everyTypeIsDecodedAndWrittenAsTheServerHasIt() {
        for (byte[] bson : Bson.everyType()) {
            OpenDocument document = OpenDocument.of(new RawBsonDocument(bson));
            for (int field = 0; field < document.size(); field++) {
                BsonValue value = OpenDocument.scalar(document.opened(field));
                if (value != null) {
                    document.set(field, new Leaf(value));
                }
            }

            assertThat(bytes(document)).as(Bson.what(bson)).isEqualTo(bson);
        }
    }

    private static void openAll(Node node) {
        switch (node) {
            case OpenDocument document -> {
                for (int field = 0; field < document.size(); field++) {
                    openAll(document.opened(field));
                }
            }
            case OpenArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    openAll(array.opened(i));
                }
            }
            case Slice _, Leaf _ -> {}
        }
    }

    private static byte[] bytes(OpenDocument document) {
        ByteBuffer buffer = document.bytes().getByteBuffer().asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
