package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.BinaryText;
import dev.millrace.schema.ColumnTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * One column of a Parquet file, across its row groups: gathers values in arrays that are used again, and encodes them as data
 * pages of version 1. For use by one thread.
 */
final class ParquetColumn implements ColumnTarget {

    private final ColumnDescriptor descriptor;
    private final int definition;
    private final boolean hex;
    private final byte[] text = new byte[24];
    private final Levels repetitions;
    private final Levels definitions;
    private final ColumnValues values;
    private final PageStatistics statistics;
    private final SharedPage shared;
    private @Nullable PageWriter pages;
    private int count;
    private long rowsBefore;

    /**
     * @param hex    whether ObjectIds are written as hexadecimal digits
     * @param shared by all columns of the file
     */
    ParquetColumn(ColumnDescriptor descriptor, ParquetProperties properties, boolean hex, SharedPage shared) {
        this.descriptor = descriptor;
        this.hex = hex;
        this.shared = shared;
        PrimitiveType type = descriptor.getPrimitiveType();
        definition = descriptor.getMaxDefinitionLevel();
        repetitions = new Levels(descriptor.getMaxRepetitionLevel());
        definitions = new Levels(definition);
        boolean numbered = properties.isDictionaryEnabled(descriptor) && isNumbered(type.getPrimitiveTypeName());
        values = new ColumnValues(
                numbered ? properties.getDictionaryPageSizeThreshold() : 0,
                PageStatistics.width(type),
                shared.lookups());
        statistics = new PageStatistics(type, properties.getStatisticsEnabled(descriptor));
    }

    /** In files of the first version there are no dictionaries of booleans and of values of fixed length. */
    private static boolean isNumbered(PrimitiveTypeName type) {
        return type != PrimitiveTypeName.BOOLEAN && type != PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Writes into another row group from now on. */
    void startRowGroup(PageWriter into) {
        pages = into;
        rowsBefore = 0;
        values.startRowGroup();
    }

    @Override
    public void writeNull(int repetition, int definition) {
        mark(repetition, definition);
        statistics.addNull();
    }

    @Override
    public void writeBoolean(boolean value, int repetition) {
        mark(repetition, definition);
        statistics.add(value);
        values.add(value);
    }

    @Override
    public void writeInt(int value, int repetition) {
        mark(repetition, definition);
        values.add(value);
    }

    @Override
    public void writeLong(long value, int repetition) {
        mark(repetition, definition);
        values.add(value);
    }

    @Override
    public void writeDouble(double value, int repetition) {
        mark(repetition, definition);
        values.add(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
        mark(repetition, definition);
        if (hex) {
            BinaryText.hex(bytes, offset, length, text, 0);
            values.add(text, 0, 2 * length);
        } else {
            values.add(bytes, offset, length);
        }
    }

    @AlwaysInline("small, and called for each value")
    private void mark(int repetition, int definition) {
        repetitions.add(repetition);
        definitions.add(definition);
        count++;
    }

    /** Bytes of the page that is being filled, before they are encoded and compressed. */
    long pageBytes() {
        return values.bytes() + repetitions.bytes() + definitions.bytes();
    }

    /** What is held for the row group, in bytes: full pages compressed, and the one that is being filled. */
    long bufferedBytes() {
        return pageBytes() + pages().getMemSize();
    }

    /** Memory that is held, in bytes. */
    long allocatedBytes() {
        return (pages == null ? 0 : pages.allocatedSize())
                + values.allocatedBytes()
                + repetitions.allocatedBytes()
                + definitions.allocatedBytes();
    }

    /** Values of the page that is being filled, nulls too. */
    int pageValues() {
        return count;
    }

    /** Rows of the page that is being filled, where the row group has so many. */
    long pageRows(long rows) {
        return rows - rowsBefore;
    }

    /** Ends the page behind the row group's first `rows` rows. */
    void endPage(long rows) {
        values.tell(statistics);
        Statistics<?> told = statistics.take();
        PageBytes page = shared.page();
        page.clear();
        Encoding repetition = repetitions.encoding();
        repetitions.drainTo(page, shared.runs());
        Encoding level = definitions.encoding();
        definitions.drainTo(page, shared.runs());
        Encoding encoding = values.drainTo(page, shared.runs());
        try {
            pages().writePage(
                            BytesInput.from(page.array(), 0, page.length()),
                            count,
                            Math.toIntExact(pageRows(rows)),
                            told,
                            repetition,
                            level,
                            encoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        page.clear();
        count = 0;
        rowsBefore = rows;
    }

    /** Ends the row group, which has so many rows. */
    void endRowGroup(long rows) throws IOException {
        if (pageRows(rows) > 0) {
            endPage(rows);
        }
        values.writeDictionary(pages());
        pages = null;
    }

    private PageWriter pages() {
        if (pages == null) {
            throw new IllegalStateException("no row group was started");
        }
        return pages;
    }
}
