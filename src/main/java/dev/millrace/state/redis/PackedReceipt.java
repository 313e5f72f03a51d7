package dev.millrace.state.redis;

import dev.millrace.model.WriteReceipt;
import dev.millrace.state.StoredReceipt;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bson.BsonDocument;

/**
 * How Redis holds a receipt: the fence in decimal digits, for scripts to compare, then the rest packed. Runs of earlier
 * versions hold it as {@link StoredReceipt}, in which a space follows the fence.
 */
final class PackedReceipt {

    private PackedReceipt() {}

    static byte[] encode(long fence, WriteReceipt receipt) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Long.toString(fence).getBytes(StandardCharsets.US_ASCII));
        try (Packing packing = new Packing()) {
            bytes.writeBytes(packing.pack(new BsonDocument("written", Packing.shortest(receipt.written()))
                    .append("rejected", Packing.shortest(receipt.rejected()))
                    .append("sourceBytes", Packing.shortest(receipt.sourceBytes()))
                    .append("targetBytes", Packing.shortest(receipt.targetBytes()))
                    .append("detail", receipt.detail())));
        }
        return bytes.toByteArray();
    }

    /** The receipt without its fence; throws a RuntimeException of any kind when the bytes are not of that form. */
    static WriteReceipt decode(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
            end++;
        }
        if (end < bytes.length && bytes[end] == ' ') {
            return StoredReceipt.parse(new String(bytes, StandardCharsets.UTF_8))
                    .receipt();
        }
        BsonDocument stored = Packing.unpack(bytes, end);
        return new WriteReceipt(
                stored.getNumber("written").longValue(),
                stored.getNumber("rejected").longValue(),
                stored.getNumber("sourceBytes").longValue(),
                stored.getNumber("targetBytes").longValue(),
                stored.getDocument("detail"));
    }
}
