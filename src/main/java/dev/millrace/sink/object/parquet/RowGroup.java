package dev.millrace.sink.object.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** The rows that are in memory: compressed pages, and for each column the page that it is filling. */
final class RowGroup implements AutoCloseable {

    private final ColumnChunkPageWriteStore pages;
    private final ColumnWriteStore columns;
    private long rows;

    RowGroup(MessageType layout, ParquetProperties properties, PageCompressor compressor, List<ParquetColumn> into) {
        pages = new ColumnChunkPageWriteStore(
                compressor,
                layout,
                HeapByteBufferAllocator.getInstance(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        columns = properties.newColumnWriteStore(layout, pages, pages);
        into.forEach(column -> column.startRowGroup(columns));
    }

    void endRow() {
        rows++;
        columns.endRecord();
    }

    /** Size of what is held, in bytes: pages compressed, the last page of each column not. */
    long bufferedBytes() {
        return columns.getBufferedSize();
    }

    /** Memory that is held for it, in bytes. */
    long allocatedBytes() {
        return columns.getAllocatedSize();
    }

    /** Writes all rows to the file; none may follow. */
    void flush(ParquetFileWriter file) throws IOException {
        file.startBlock(rows);
        columns.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
    }

    @Override
    public void close() {
        columns.close();
        pages.close();
    }
}
