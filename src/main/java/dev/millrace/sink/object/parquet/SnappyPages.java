package dev.millrace.sink.object.parquet;

import java.io.IOException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Pages in Snappy's raw format, without framing. */
final class SnappyPages extends PageCompressor {

    SnappyPages(PageBytes compressed) {
        super(compressed);
    }

    @Override
    int maxLength(int length) {
        return Snappy.maxCompressedLength(length);
    }

    @Override
    int compress(byte[] source, int offset, int length, byte[] target) throws IOException {
        return Snappy.compress(source, offset, length, target, 0);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.SNAPPY;
    }

    @Override
    public void release() {}
}
