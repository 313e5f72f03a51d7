package dev.millrace.sink.object.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/**
 * Compresses one page after the other into an array that is used again: whoever gets a compressed page copies it, as
 * Parquet's page store does, before the next one. Our own, as Parquet's codecs need Hadoop.
 */
abstract sealed class PageCompressor implements BytesInputCompressor
        permits ZstdPages, SnappyPages, GzipPages, PlainPages {

    /** A page of more than this, as a huge document makes it, leaves no array behind. */
    private static final int KEPT_BYTES = 4 << 20;

    private byte[] plain = {};
    private byte[] compressed = {};

    @Override
    public final BytesInput compress(BytesInput page) throws IOException {
        int length = Math.toIntExact(page.size());
        plain = atLeast(plain, length);
        page.writeAllTo(new Copy(plain));
        compressed = atLeast(compressed, maxLength(length));
        BytesInput result = BytesInput.from(compressed, 0, compress(plain, length, compressed));
        if (plain.length > KEPT_BYTES) {
            plain = new byte[0];
            compressed = new byte[0];
        }
        return result;
    }

    private static byte[] atLeast(byte[] array, int length) {
        return array.length >= length ? array : new byte[length];
    }

    /** How long `length` bytes can become at worst. */
    abstract int maxLength(int length);

    /** Compresses the first `length` bytes; returns how many they became. */
    abstract int compress(byte[] source, int length, byte[] target) throws IOException;

    /** Writes to an array that is long enough. */
    private static final class Copy extends OutputStream {

        private final byte[] target;
        private int end;

        Copy(byte[] target) {
            this.target = target;
        }

        @Override
        public void write(int octet) {
            target[end++] = (byte) octet;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, target, end, length);
            end += length;
        }
    }
}
