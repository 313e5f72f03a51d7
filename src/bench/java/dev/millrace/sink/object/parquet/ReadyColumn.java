package dev.millrace.sink.object.parquet;

import dev.millrace.schema.ColumnTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Remembers what one column was given, row by row, and gives it to a column writer again as ready values. */
final class ReadyColumn implements ColumnTarget {

    private static final int PRESENT = -1;

    private final ColumnDescriptor descriptor;
    private final boolean hex;
    private int size;
    private int[] repetitions = new int[1024];
    private int[] definitions = new int[1024];
    private long[] numbers = new long[1024];
    private Binary[] texts = new Binary[1024];
    private int position;

    ReadyColumn(ColumnDescriptor descriptor, boolean hex) {
        this.descriptor = descriptor;
        this.hex = hex;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    void rewind() {
        position = 0;
    }

    /** Writes the next row. */
    void replay(ColumnWriter writer) {
        int present = descriptor.getMaxDefinitionLevel();
        PrimitiveTypeName type = descriptor.getPrimitiveType().getPrimitiveTypeName();
        do {
            int repetition = repetitions[position];
            if (definitions[position] != PRESENT) {
                writer.writeNull(repetition, definitions[position]);
            } else {
                switch (type) {
                    case INT32 -> writer.write((int) numbers[position], repetition, present);
                    case INT64 -> writer.write(numbers[position], repetition, present);
                    case DOUBLE -> writer.write(Double.longBitsToDouble(numbers[position]), repetition, present);
                    case BOOLEAN -> writer.write(numbers[position] != 0, repetition, present);
                    default -> writer.write(texts[position], repetition, present);
                }
            }
            position++;
        } while (position < size && repetitions[position] > 0);
    }

    @Override
    public void writeNull(int repetition, int definition) {
        add(repetition, definition, 0, Binary.EMPTY);
    }

    @Override
    public void writeBoolean(boolean value, int repetition) {
        add(repetition, PRESENT, value ? 1 : 0, Binary.EMPTY);
    }

    @Override
    public void writeInt(int value, int repetition) {
        add(repetition, PRESENT, value, Binary.EMPTY);
    }

    @Override
    public void writeLong(long value, int repetition) {
        add(repetition, PRESENT, value, Binary.EMPTY);
    }

    @Override
    public void writeDouble(double value, int repetition) {
        add(repetition, PRESENT, Double.doubleToRawLongBits(value), Binary.EMPTY);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
        byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
        byte[] value = hex ? HexFormat.of().formatHex(copy).getBytes(StandardCharsets.US_ASCII) : copy;
        add(repetition, PRESENT, 0, Binary.fromReusedByteArray(value));
    }

    private void add(int repetition, int definition, long number, Binary text) {
        if (size == repetitions.length) {
            repetitions = Arrays.copyOf(repetitions, size * 2);
            definitions = Arrays.copyOf(definitions, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
            texts = Arrays.copyOf(texts, size * 2);
        }
        repetitions[size] = repetition;
        definitions[size] = definition;
        numbers[size] = number;
        texts[size++] = text;
    }
}
