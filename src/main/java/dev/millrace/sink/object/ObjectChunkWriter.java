package dev.millrace.sink.object;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.WriteReceipt;
import dev.millrace.sink.ChunkWriter;
import java.io.IOException;
import java.util.Map;

/** Writes one chunk as one object, and its rejects as another that counts first. */
final class ObjectChunkWriter implements ChunkWriter {

    private final ObjectWriter object;
    private final ObjectOutput output;
    private final FormatWriter format;
    private final RejectLog rejects;
    private final IdBounds ids = new IdBounds();
    private long documents;
    private long sourceBytes;
    private boolean closed;

    ObjectChunkWriter(ObjectWriter object, ObjectOutput output, FormatWriter format, RejectLog rejects) {
        this.object = object;
        this.output = output;
        this.format = format;
        this.rejects = rejects;
    }

    @Override
    public void write(DocumentBatch batch) {
        ids.include(batch);
        try {
            format.write(batch);
        } catch (IOException e) {
            throw unwritable(e);
        }
        documents += batch.size();
        sourceBytes += batch.byteCount();
    }

    @Override
    public WriteReceipt commit() {
        try {
            format.finish();
        } catch (IOException e) {
            throw unwritable(e);
        }
        StoredObject rejected = rejects.commit();
        long rows = documents - rejects.count();
        StoredObject written = object.commit(Map.of(ObjectAttributes.ROWS, Long.toString(rows)));
        ObjectReceipt receipt = new ObjectReceipt(written, rows, format.values(), ids.first(), ids.last(), rejected);
        return new WriteReceipt(rows, rejects.count(), sourceBytes, written.size(), receipt.toBson());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        output.detach();
        try (object;
                rejects;
                format) {
            // Each is closed, whatever the others do.
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static MillraceException unwritable(IOException e) {
        return new MillraceException(
                FailureKind.FAILED, "cannot encode documents: " + e.getMessage(), "run again with --debug", e);
    }
}
