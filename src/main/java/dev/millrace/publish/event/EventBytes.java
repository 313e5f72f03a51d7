package dev.millrace.publish.event;

import java.nio.ByteBuffer;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Bytes of documents that may be the server's own or made anew. */
final class EventBytes {

    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private EventBytes() {}

    /** The document's BSON; copied only where it is not in an array already. */
    static ByteBuffer of(BsonDocument document) {
        if (document instanceof RawBsonDocument raw) {
            return raw.getByteBuffer().asNIO();
        }
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            CODEC.encode(writer, document, EncoderContext.builder().build());
        }
        return ByteBuffer.wrap(buffer.getInternalBuffer(), 0, buffer.getSize());
    }
}
