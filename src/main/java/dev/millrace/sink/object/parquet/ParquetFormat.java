package dev.millrace.sink.object.parquet;

import dev.millrace.model.CollectionPlan;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ObjectFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Parquet files with the columns of the plan's schema. */
public final class ParquetFormat implements ObjectFormat {

    /** Compressor, page buffers, dictionaries and what arrays have in reserve. */
    private static final long OVERHEAD_BYTES = 16L << 20;

    private final ParquetOptions options;
    private final String version;
    private final SpareColumns spare;

    /** @param version of millrace, for the files' metadata */
    public ParquetFormat(ParquetOptions options, String version) {
        this.options = options;
        this.version = version;
        spare = new SpareColumns(options);
    }

    @Override
    public String extension() {
        return "parquet";
    }

    @Override
    public String contentType() {
        return "application/vnd.apache.parquet";
    }

    /** A full row group may hold one check's worth of documents more; one huge document comes on top. */
    @Override
    public long bytesPerWriter() {
        return options.rowGroupBytes() + options.rowGroupBytes() / 4 + OVERHEAD_BYTES;
    }

    @Override
    public FormatWriter open(CollectionPlan collection, OutputStream out, RejectSink rejects) {
        try {
            SpareColumns.Spare columns = spare.take(collection);
            ParquetEncoder encoder = new ParquetEncoder(columns.columns(), options, version, out);
            return new ParquetPart(encoder, rejects, () -> spare.giveBack(columns));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
