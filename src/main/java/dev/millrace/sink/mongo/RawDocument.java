package dev.millrace.sink.mongo;

import dev.millrace.model.DocumentBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Documents of a batch as the driver takes them: windows on the batch's array, without a copy. */
public final class RawDocument {

    private static final byte[] ID = {'_', 'i', 'd', 0};

    /** Behind the length of the document and the type of its first value. */
    private static final int FIRST_NAME = 5;

    private RawDocument() {}

    /** Valid as long as the batch holds its documents. */
    public static RawBsonDocument of(DocumentBatch batch, int index) {
        return new RawBsonDocument(batch.bytes(), batch.offset(index), batch.length(index));
    }

    static boolean hasId(DocumentBatch batch, int index) {
        return startsWithId(batch.bytes(), batch.offset(index), batch.length(index))
                || of(batch, index).containsKey("_id");
    }

    /**
     * Whether the target's document is what it makes of ours: the same bytes, but that a server puts `_id` in front
     * wherever it stands.
     */
    public static boolean isStoredAs(RawBsonDocument ours, RawBsonDocument stored) {
        ByteBuffer bytes = bytes(ours);
        ByteBuffer theirs = bytes(stored);
        if (bytes.equals(theirs)) {
            return true;
        }
        return bytes.remaining() == theirs.remaining()
                && !startsWithId(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining())
                && idFirst(ours).equals(theirs);
    }

    private static boolean startsWithId(byte[] bytes, int offset, int length) {
        int from = offset + FIRST_NAME;
        return length > FIRST_NAME + ID.length && Arrays.equals(bytes, from, from + ID.length, ID, 0, ID.length);
    }

    private static ByteBuffer idFirst(RawBsonDocument document) {
        BsonDocument ordered = new BsonDocument();
        BsonValue id = document.get("_id");
        if (id != null) {
            ordered.append("_id", id);
        }
        for (Map.Entry<String, BsonValue> field : document.entrySet()) {
            ordered.putIfAbsent(field.getKey(), field.getValue());
        }
        try (BasicOutputBuffer buffer = new BasicOutputBuffer();
                BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(writer, ordered, EncoderContext.builder().build());
            return ByteBuffer.wrap(buffer.toByteArray());
        }
    }

    private static ByteBuffer bytes(RawBsonDocument document) {
        return document.getByteBuffer().asNIO();
    }
}
