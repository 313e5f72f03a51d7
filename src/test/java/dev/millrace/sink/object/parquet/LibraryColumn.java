package dev.millrace.sink.object.parquet;

import dev.millrace.schema.ColumnTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Hands values to a column writer of Parquet's Java library. */
final class LibraryColumn implements ColumnTarget {

    private final ColumnWriter writer;
    private final int definition;
    private final boolean hex;

    LibraryColumn(ColumnWriter writer, int definition, boolean hex) {
        this.writer = writer;
        this.definition = definition;
        this.hex = hex;
    }

    @Override
    public void writeNull(int repetition, int definition) {
        writer.writeNull(repetition, definition);
    }

    @Override
    public void writeBoolean(boolean value, int repetition) {
        writer.write(value, repetition, definition);
    }

    @Override
    public void writeInt(int value, int repetition) {
        writer.write(value, repetition, definition);
    }

    @Override
    public void writeLong(long value, int repetition) {
        writer.write(value, repetition, definition);
    }

    @Override
    public void writeDouble(double value, int repetition) {
        writer.write(value, repetition, definition);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
        byte[] value = Arrays.copyOfRange(bytes, offset, offset + length);
        byte[] written = hex ? HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII) : value;
        writer.write(Binary.fromConstantByteArray(written), repetition, definition);
    }
}
