package dev.millrace.sink.object.parquet;

import dev.millrace.model.CollectionPlan;
import dev.millrace.schema.TableSchema;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ObjectFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Parquet files with the columns of the plan's schema.
 *
 * @param version of millrace, for the files' metadata
 */
public record ParquetFormat(ParquetOptions options, String version) implements ObjectFormat {

    /** Compressor, page buffers, dictionaries and what arrays have in reserve. */
    private static final long OVERHEAD_BYTES = 16L << 20;

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
            TableSchema schema = TableSchema.fromBson(collection.schema());
            return new ParquetPart(new ParquetEncoder(schema, options, version, out), rejects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
