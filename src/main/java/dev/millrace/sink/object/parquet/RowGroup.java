package dev.millrace.sink.object.parquet;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;

/** The rows that are in memory: compressed pages, and for each column the page that it is filling. */
final class RowGroup implements AutoCloseable {

    /** A page may end that lacks no more than this part of its size. */
    private static final double TOLERANCE = 0.1;

    private final ColumnChunkPageWriteStore pages;
    private final List<ParquetColumn> columns;
    private final double pageBytes;
    private final long pageRows;
    private final int pageValues;
    private final int rowsPerCheck;
    private long rows;
    private int rowsSinceCheck;

    RowGroup(ParquetColumns of, PageCompressor compressor) {
        ParquetProperties properties = of.properties();
        pages = new ColumnChunkPageWriteStore(
                compressor,
                of.layout(),
                HeapByteBufferAllocator.getInstance(),
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled());
        columns = of.columns();
        columns.forEach(column -> column.startRowGroup(pages.getPageWriter(column.descriptor())));
        pageBytes = properties.getPageSizeThreshold() * (1 - TOLERANCE);
        pageRows = properties.getPageRowCountLimit();
        pageValues = properties.getPageValueCountThreshold();
        rowsPerCheck = properties.getMinRowCountForPageSizeCheck();
    }

    void endRow() {
        rows++;
        if (++rowsSinceCheck == rowsPerCheck) {
            rowsSinceCheck = 0;
            endFullPages();
        }
    }

    private void endFullPages() {
        for (ParquetColumn column : columns) {
            if (column.pageBytes() >= pageBytes
                    || column.pageRows(rows) >= pageRows
                    || column.pageValues() >= pageValues) {
                column.endPage(rows);
            }
        }
    }

    /** Size of what is held, in bytes: pages compressed, the last page of each column not. */
    long bufferedBytes() {
        long sum = 0;
        for (ParquetColumn column : columns) {
            sum += column.bufferedBytes();
        }
        return sum;
    }

    /** Writes all rows to the file; none may follow. */
    void flush(ParquetFileWriter file) throws IOException {
        if (rows == 0) {
            // Whatever came since the last one was rejected.
            return;
        }
        file.startBlock(rows);
        for (ParquetColumn column : columns) {
            column.endRowGroup(rows);
        }
        pages.flushToFileWriter(file);
        file.endBlock();
    }

    @Override
    public void close() {
        pages.close();
    }
}
