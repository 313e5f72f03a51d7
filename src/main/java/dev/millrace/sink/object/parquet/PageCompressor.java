package dev.millrace.sink.object.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;

/**
 * Compresses one page after the other, each of which is in an array, into another that is used again: whoever gets a compressed page
 * copies it, as Parquet's page store does, before the next one. Our own, as Parquet's codecs need Hadoop.
 */
abstract sealed class PageCompressor implements BytesInputCompressor
        permits ZstdPages, SnappyPages, GzipPages, PlainPages {

    private final PageBytes compressed;

    /** @param compressed for each page after the other */
    PageCompressor(PageBytes compressed) {
        this.compressed = compressed;
    }

    @Override
    public final BytesInput compress(BytesInput page) throws IOException {
        ByteBuffer plain = page.toByteBuffer(HeapByteBufferAllocator.getInstance(), _ -> {});
        if (!plain.hasArray()) {
            throw new IllegalStateException("a page is not in an array");
        }
        int length = plain.remaining();
        byte[] target = compressed.room(maxLength(length));
        BytesInput result = BytesInput.from(
                target, 0, compress(plain.array(), plain.arrayOffset() + plain.position(), length, target));
        compressed.clear();
        return result;
    }

    /** How long `length` bytes can become at worst. */
    abstract int maxLength(int length);

    /** Compresses `length` bytes from `offset`; returns how many they became. */
    abstract int compress(byte[] source, int offset, int length, byte[] target) throws IOException;
}
