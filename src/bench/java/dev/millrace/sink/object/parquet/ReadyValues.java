package dev.millrace.sink.object.parquet;

import dev.millrace.model.DocumentBatch;
import dev.millrace.schema.ColumnTarget;
import dev.millrace.schema.MappingRules;
import dev.millrace.schema.RowMapper;
import dev.millrace.schema.TableSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet's own column writers with millrace's settings, fed with values that are ready, without BSON, mapping, or objects to
 * be made: what no program that writes Parquet by this library can beat.
 */
final class ReadyValues {

    private final ParquetOptions options;
    private final TableSchema schema;
    private final MessageType layout;
    private final List<ReadyColumn> ready = new ArrayList<>();
    private final int rows;

    ReadyValues(DocumentBatch documents, TableSchema inferred, ParquetOptions options) {
        this.options = options;
        this.schema = UsableColumns.of(inferred);
        this.layout = new ParquetLayout(ObjectIdForm.STRING).of(schema);
        this.rows = documents.size();
        for (ColumnDescriptor column : layout.getColumns()) {
            String[] path = column.getPath();
            ready.add(new ReadyColumn(column, path[path.length - 1].equals("_id")));
        }
        MappingRules rules = MappingRules.keepingNulls(options.keepNulls()).withDatesInMicroseconds();
        RowMapper mapper = new RowMapper(schema, rules, List.<ColumnTarget>copyOf(ready));
        for (int i = 0; i < rows; i++) {
            mapper.write(documents.bytes(), documents.offset(i), documents.length(i));
        }
    }

    /** Writes a file of one row group to nowhere. */
    void write(int rounds) throws IOException {
        ParquetProperties properties = PageRules.of(options, schema);
        PageCompressor compressor = options.codec().open(options.level(), new PageBytes());
        try (ParquetFileWriter file = new ParquetFileWriter(
                new StreamFile(OutputStream.nullOutputStream()),
                layout,
                ParquetFileWriter.Mode.OVERWRITE,
                options.rowGroupBytes(),
                0,
                null,
                properties)) {
            file.start();
            ColumnChunkPageWriteStore pages =
                    new ColumnChunkPageWriteStore(compressor, layout, HeapByteBufferAllocator.getInstance(), 64, true);
            ColumnWriteStore columns = properties.newColumnWriteStore(layout, pages, pages);
            fill(columns, rounds);
            file.startBlock((long) rounds * rows);
            columns.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
            columns.close();
            pages.close();
            file.end(Map.of());
        } finally {
            compressor.release();
        }
    }

    private void fill(ColumnWriteStore columns, int rounds) {
        ColumnWriter[] writers = ready.stream()
                .map(column -> columns.getColumnWriter(column.descriptor()))
                .toArray(ColumnWriter[]::new);
        ReadyColumn[] values = ready.toArray(ReadyColumn[]::new);
        for (int round = 0; round < rounds; round++) {
            for (ReadyColumn column : values) {
                column.rewind();
            }
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < values.length; i++) {
                    values[i].replay(writers[i]);
                }
                columns.endRecord();
            }
        }
    }
}
