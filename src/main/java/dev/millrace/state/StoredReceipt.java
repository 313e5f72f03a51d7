package dev.millrace.state;

import dev.millrace.model.WriteReceipt;
import org.bson.BsonDocument;

/**
 * How run stores write a receipt down: `fence written rejected sourceBytes targetBytes detail`, so that counters are
 * read without parsing the detail.
 *
 * @param fence  of the lease that the chunk was completed with; tells a repeated completion from a late one
 * @param detail the sink's own part as canonical Extended JSON
 */
public record StoredReceipt(
        long fence, long written, long rejected, long sourceBytes, long targetBytes, String detail) {

    public static StoredReceipt of(long fence, WriteReceipt receipt) {
        return new StoredReceipt(
                fence,
                receipt.written(),
                receipt.rejected(),
                receipt.sourceBytes(),
                receipt.targetBytes(),
                CanonicalJson.of(receipt.detail()));
    }

    /** The reverse of {@link #text}; throws a RuntimeException of any kind when the text is not of that form. */
    public static StoredReceipt parse(String text) {
        String[] parts = text.split(" ", 6);
        return new StoredReceipt(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Long.parseLong(parts[3]),
                Long.parseLong(parts[4]),
                parts[5]);
    }

    public String text() {
        return fence + " " + written + " " + rejected + " " + sourceBytes + " " + targetBytes + " " + detail;
    }

    public WriteReceipt receipt() {
        return new WriteReceipt(written, rejected, sourceBytes, targetBytes, BsonDocument.parse(detail));
    }
}
