package dev.millrace.sink.object.parquet;

import dev.millrace.schema.MappingRules;
import dev.millrace.schema.RowCounts;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents as one Parquet file: BSON bytes go straight into the column writers, one row group is in memory at a
 * time. The same documents in the same order give the same bytes, however they are batched. For use by one thread.
 */
public final class ParquetEncoder implements AutoCloseable {

    /** Key of the version of millrace in the file's metadata. */
    public static final String VERSION_KEY = "millrace.version";

    /** Key of the schema, as {@link TableSchema#toBson} in JSON, in the file's metadata. */
    public static final String SCHEMA_KEY = "millrace.schema";

    private final ParquetOptions options;
    private final String version;
    private final ParquetColumns columns;
    private final RowMapper mapper;
    private final PageCompressor compressor;
    private final ParquetFileWriter file;
    private final long checkEveryBytes;
    private @Nullable RowGroup rowGroup;
    private long bytesSinceCheck;

    /**
     * Starts the file.
     *
     * @param version of millrace, for the file's metadata
     * @param out     takes the file from here to {@link #finish}; stays open
     */
    public ParquetEncoder(TableSchema schema, ParquetOptions options, String version, OutputStream out)
            throws IOException {
        this(new ParquetColumns(schema, options), options, version, out);
    }

    /** @param columns of the same options, and of no other file that is not finished */
    ParquetEncoder(ParquetColumns columns, ParquetOptions options, String version, OutputStream out)
            throws IOException {
        this.options = options;
        this.version = version;
        this.columns = columns;
        mapper = new RowMapper(
                columns.schema(),
                MappingRules.keepingNulls(options.keepNulls()).withDatesInMicroseconds(),
                columns.columns());
        checkEveryBytes = Math.max(1, options.rowGroupBytes() / PageRules.CHECKS_PER_ROW_GROUP);
        compressor = options.codec().open(options.level(), columns.compressed());
        file = new ParquetFileWriter(
                new StreamFile(out),
                columns.layout(),
                ParquetFileWriter.Mode.OVERWRITE,
                options.rowGroupBytes(),
                0,
                null,
                columns.properties());
        file.start();
    }

    /**
     * Writes one document as one row.
     *
     * @throws dev.millrace.model.MillraceException of kind DATA where it cannot be a row; nothing of it is written, and
     *                                              others may follow
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (rowGroup == null) {
            rowGroup = new RowGroup(columns, compressor);
        }
        mapper.write(bytes, offset, length);
        rowGroup.endRow();
        bytesSinceCheck += length;
        if (bytesSinceCheck >= checkEveryBytes) {
            bytesSinceCheck = 0;
            if (rowGroup.bufferedBytes() >= options.rowGroupBytes()) {
                flush(rowGroup);
            }
        }
    }

    /** Memory held for rows that are not written out yet, and kept for those that follow, in bytes. */
    public long bufferedBytes() {
        long sum = 0;
        for (ParquetColumn column : columns.columns()) {
            sum += column.allocatedBytes();
        }
        return sum;
    }

    /** What became of the documents so far. */
    public RowCounts counts() {
        return mapper.counts();
    }

    /** The columns that are written: those of the schema whose names a Parquet file can have. */
    public TableSchema schema() {
        return columns.schema();
    }

    /** Writes what is in memory, and the footer; nothing may follow. */
    public void finish() throws IOException {
        if (rowGroup != null) {
            flush(rowGroup);
        }
        // Sorted: the order of Map.of differs from process to process, and with it the file's bytes.
        file.end(new TreeMap<>(
                Map.of(VERSION_KEY, version, SCHEMA_KEY, schema().toBson().toJson())));
    }

    private void flush(RowGroup full) throws IOException {
        full.flush(file);
        full.close();
        rowGroup = null;
    }

    /** Gives memory back, finished or not; harmless when called twice. */
    @Override
    public void close() {
        if (rowGroup != null) {
            rowGroup.close();
            rowGroup = null;
        }
        compressor.release();
    }
}
