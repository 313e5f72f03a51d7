package dev.millrace.sink.object.bson;

import dev.millrace.model.DocumentBatch;
import dev.millrace.sink.object.FormatWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Writes documents as they came; nothing can be wrong with one that a source could read. */
final class BsonDumpWriter implements FormatWriter {

    private final OutputStream out;

    BsonDumpWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(DocumentBatch batch) throws IOException {
        out.write(batch.bytes(), 0, batch.byteCount());
    }

    @Override
    public void finish() throws IOException {
        out.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
