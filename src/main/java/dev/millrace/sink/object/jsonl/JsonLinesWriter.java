package dev.millrace.sink.object.jsonl;

import dev.millrace.bson.ExtendedJson;
import dev.millrace.bson.JsonBuffer;
import dev.millrace.bson.JsonMode;
import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.Rejection;
import dev.millrace.sink.object.FormatWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a line a document; one that is no JSON is rejected, and leaves no trace in the lines. */
final class JsonLinesWriter implements FormatWriter {

    static final int BUFFER_BYTES = 256 * 1024;

    private final ExtendedJson json;
    private final OutputStream out;
    private final RejectSink rejects;
    private JsonBuffer lines = new JsonBuffer(BUFFER_BYTES);

    JsonLinesWriter(JsonMode mode, OutputStream out, RejectSink rejects) {
        this.json = new ExtendedJson(mode);
        this.out = out;
        this.rejects = rejects;
    }

    @Override
    public void write(DocumentBatch batch) throws IOException {
        for (int document = 0; document < batch.size(); document++) {
            try {
                json.writeDocument(batch.bytes(), batch.offset(document), batch.length(document), lines);
                lines.ascii((byte) '\n');
            } catch (MillraceException e) {
                if (e.kind() != FailureKind.DATA) {
                    throw e;
                }
                rejects.reject(Rejection.of(batch, document, e.problem()));
            }
            if (lines.length() >= BUFFER_BYTES / 2) {
                flush();
            }
        }
    }

    @Override
    public void finish() throws IOException {
        flush();
        out.close();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void flush() throws IOException {
        out.write(lines.bytes(), 0, lines.length());
        lines.clear();
        if (lines.bytes().length > 4 * BUFFER_BYTES) {
            // One large document must not hold its memory until the end of the chunk.
            lines = new JsonBuffer(BUFFER_BYTES);
        }
    }
}
