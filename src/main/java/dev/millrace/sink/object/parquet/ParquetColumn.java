package dev.millrace.sink.object.parquet;

import dev.millrace.schema.ColumnTarget;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.jspecify.annotations.Nullable;

/** One column of a Parquet file, across its row groups. */
class ParquetColumn implements ColumnTarget {

    private final ColumnDescriptor descriptor;
    private final int definition;
    private final ReusedBinaries binaries = new ReusedBinaries();
    private @Nullable ColumnWriter writer;

    ParquetColumn(ColumnDescriptor descriptor) {
        this.descriptor = descriptor;
        definition = descriptor.getMaxDefinitionLevel();
    }

    /** Writes into another row group from now on. */
    final void startRowGroup(ColumnWriteStore rowGroup) {
        writer = rowGroup.getColumnWriter(descriptor);
    }

    private ColumnWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("no row group was started");
        }
        return writer;
    }

    @Override
    public final void writeNull(int repetition, int definition) {
        writer().writeNull(repetition, definition);
    }

    @Override
    public final void writeBoolean(boolean value, int repetition) {
        writer().write(value, repetition, definition);
    }

    @Override
    public final void writeInt(int value, int repetition) {
        writer().write(value, repetition, definition);
    }

    @Override
    public final void writeLong(long value, int repetition) {
        writer().write(value, repetition, definition);
    }

    @Override
    public final void writeDouble(double value, int repetition) {
        writer().write(value, repetition, definition);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
        writer().write(binaries.of(bytes, offset, length), repetition, definition);
    }
}
