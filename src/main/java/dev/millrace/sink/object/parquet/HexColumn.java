package dev.millrace.sink.object.parquet;

import org.apache.parquet.column.ColumnDescriptor;

/** A column of ObjectIds as hexadecimal digits. */
final class HexColumn extends ParquetColumn {

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final byte[] text = new byte[24];

    HexColumn(ColumnDescriptor descriptor) {
        super(descriptor);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length, int repetition) {
        for (int i = 0; i < length; i++) {
            byte octet = bytes[offset + i];
            text[2 * i] = DIGITS[(octet >> 4) & 0xF];
            text[2 * i + 1] = DIGITS[octet & 0xF];
        }
        super.writeBytes(text, 0, 2 * length, repetition);
    }
}
