package dev.millrace.sink.object.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Pages as gzip members. Source: RFC 1952. */
final class GzipPages extends PageCompressor {

    /** Magic, deflate, no flags, no time, no hint, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private static final int TRAILER = 8;

    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();

    GzipPages(int level, PageBytes compressed) {
        super(compressed);
        deflater = new Deflater(level, true);
    }

    /** zlib's own bound for every setting (deflateBound's conservative case), and the frame. */
    @Override
    int maxLength(int length) {
        return Math.addExact(length, (length >> 3) + (length >> 6) + 64 + HEADER.length + TRAILER);
    }

    @Override
    int compress(byte[] source, int offset, int length, byte[] target) {
        System.arraycopy(HEADER, 0, target, 0, HEADER.length);
        deflater.reset();
        deflater.setInput(source, offset, length);
        deflater.finish();
        int end = HEADER.length;
        while (!deflater.finished()) {
            end += deflater.deflate(target, end, target.length - TRAILER - end);
        }
        checksum.reset();
        checksum.update(source, offset, length);
        ByteBuffer.wrap(target, end, TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt(length);
        return end + TRAILER;
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.GZIP;
    }

    @Override
    public void release() {
        deflater.end();
    }
}
