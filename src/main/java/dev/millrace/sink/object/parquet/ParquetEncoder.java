package dev.millrace.sink.object.parquet;

import dev.millrace.schema.ColumnTarget;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.RowCounts;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
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
    private final TableSchema schema;
    private final MessageType layout;
    private final ParquetProperties properties;
    private final List<ParquetColumn> columns;
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
        this.options = options;
        this.version = version;
        this.schema = UsableColumns.of(schema);
        layout = new ParquetLayout(options.objectIds()).of(this.schema);
        properties = PageRules.of(options, this.schema);
        columns = columns(this.schema, layout, properties, options.objectIds());
        mapper = new RowMapper(
                this.schema,
                MappingRules.keepingNulls(options.keepNulls()).withDatesInMicroseconds(),
                List.<ColumnTarget>copyOf(columns));
        checkEveryBytes = Math.max(1, options.rowGroupBytes() / PageRules.CHECKS_PER_ROW_GROUP);
        compressor = options.codec().open(options.level());
        file = new ParquetFileWriter(
                new StreamFile(out),
                layout,
                ParquetFileWriter.Mode.OVERWRITE,
                options.rowGroupBytes(),
                0,
                null,
                properties);
        file.start();
    }

    private static List<ParquetColumn> columns(
            TableSchema schema, MessageType layout, ParquetProperties properties, ObjectIdForm objectIds) {
        SharedPage shared = new SharedPage();
        List<ColumnType> types = new ArrayList<>();
        schema.columns().forEach(column -> collect(column.type(), types));
        List<ParquetColumn> columns = new ArrayList<>();
        for (ColumnDescriptor descriptor : layout.getColumns()) {
            boolean hex = objectIds == ObjectIdForm.STRING
                    && columns.size() < types.size()
                    && types.get(columns.size()) == ColumnType.Scalar.OBJECT_ID;
            columns.add(new ParquetColumn(descriptor, properties, hex, shared));
        }
        return columns;
    }

    /** Lists scalar types in the order in which Parquet lists its columns: depth first. */
    private static void collect(ColumnType type, List<ColumnType> into) {
        switch (type) {
            case ColumnType.Scalar _, ColumnType.Decimal _, ColumnType.Binary _ -> into.add(type);
            case ColumnType.ListOf(ColumnType element) -> collect(element, into);
            case ColumnType.Group group -> group.fields().forEach(field -> collect(field.type(), into));
        }
    }

    /**
     * Writes one document as one row.
     *
     * @throws dev.millrace.model.MillraceException of kind DATA where it cannot be a row; nothing of it is written, and
     *                                              others may follow
     */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (rowGroup == null) {
            rowGroup = new RowGroup(layout, properties, compressor, columns);
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
        for (ParquetColumn column : columns) {
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
        return schema;
    }

    /** Writes what is in memory, and the footer; nothing may follow. */
    public void finish() throws IOException {
        if (rowGroup != null) {
            flush(rowGroup);
        }
        // Sorted: the order of Map.of differs from process to process, and with it the file's bytes.
        file.end(new TreeMap<>(
                Map.of(VERSION_KEY, version, SCHEMA_KEY, schema.toBson().toJson())));
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
