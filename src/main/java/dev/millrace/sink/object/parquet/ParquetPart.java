package dev.millrace.sink.object.parquet;

import dev.millrace.model.DocumentBatch;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.Rejection;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ValueCounts;
import java.io.IOException;

/** Writes the rows of one object; a document that cannot be a row is rejected, and leaves no trace in the file. */
final class ParquetPart implements FormatWriter {

    private final ParquetEncoder encoder;
    private final RejectSink rejects;
    private final Runnable finished;

    /** @param finished is told once the whole file was written */
    ParquetPart(ParquetEncoder encoder, RejectSink rejects, Runnable finished) {
        this.encoder = encoder;
        this.rejects = rejects;
        this.finished = finished;
    }

    @Override
    public void write(DocumentBatch batch) throws IOException {
        for (int document = 0; document < batch.size(); document++) {
            try {
                encoder.write(batch.bytes(), batch.offset(document), batch.length(document));
            } catch (MillraceException e) {
                if (e.kind() != FailureKind.DATA) {
                    throw e;
                }
                rejects.reject(Rejection.of(batch, document, e.problem()));
            }
        }
    }

    @Override
    public void finish() throws IOException {
        encoder.finish();
        finished.run();
    }

    @Override
    public ValueCounts values() {
        return new ValueCounts(encoder.counts().widened(), encoder.counts().rest());
    }

    @Override
    public void close() {
        encoder.close();
    }
}
