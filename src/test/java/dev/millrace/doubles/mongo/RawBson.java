package dev.millrace.doubles.mongo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.ByteBuf;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Documents as bytes (BSON 1.1, bsonspec.org) to objects and back. */
final class RawBson {
    private RawBson() {}

    static byte[] encode(BsonDocument document) {
        if (document instanceof RawBsonDocument raw) {
            ByteBuf buffer = raw.getByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        BasicOutputBuffer out = new BasicOutputBuffer(512);
        try (BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return out.toByteArray();
    }

    static BsonDocument decode(byte[] document) {
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(document))) {
            return new BsonDocumentCodec()
                    .decode(reader, DecoderContext.builder().build());
        }
    }

    static RawBsonDocument view(byte[] document) {
        return new RawBsonDocument(document);
    }

    static int int32(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    /** The elements of a document without its length and its closing zero: what is spliced into another document. */
    static byte[] elements(byte[] document) {
        return Arrays.copyOfRange(document, 4, document.length - 1);
    }

    /** A document of the given element bytes, one run after the other. */
    static byte[] document(byte[]... elementRuns) {
        int length = 5;
        for (byte[] run : elementRuns) {
            length += run.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(length);
        for (byte[] run : elementRuns) {
            out.put(run);
        }
        return out.array();
    }
}
