package dev.millrace.mongo;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/** Finds the `_id` of a raw document. */
public final class DocumentId {
    private DocumentId() {}

    /**
     * A copy of the `_id`; null where there is none, or none that comes out again byte for byte (a string that is not
     * UTF-8): nothing exact could be asked for with such a value.
     */
    public static @Nullable BsonValue of(byte[] bytes, int offset, int length) {
        ByteBuffer document = ByteBuffer.wrap(bytes, offset, length).slice();
        try (BsonBinaryReader reader = new BsonBinaryReader(document)) {
            reader.readStartDocument();
            int start = reader.getBsonInput().getPosition();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                if (reader.readName().equals("_id")) {
                    BsonValue id = new BsonValueCodec()
                            .decode(reader, DecoderContext.builder().build());
                    int end = reader.getBsonInput().getPosition();
                    return isExactly(id, bytes, offset + start, offset + end) ? id : null;
                }
                reader.skipValue();
                start = reader.getBsonInput().getPosition();
            }
            return null;
        }
    }

    private static boolean isExactly(BsonValue id, byte[] bytes, int from, int to) {
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(
                            writer,
                            new BsonDocument("_id", id),
                            EncoderContext.builder().build());
            // Between the document's length and its closing zero stands the element alone.
            return Arrays.equals(buffer.getInternalBuffer(), 4, buffer.getPosition() - 1, bytes, from, to);
        }
    }
}
