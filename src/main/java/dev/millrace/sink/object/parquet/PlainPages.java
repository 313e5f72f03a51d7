package dev.millrace.sink.object.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Pages as they are. */
final class PlainPages extends PageCompressor {

    PlainPages(PageBytes compressed) {
        super(compressed);
    }

    @Override
    int maxLength(int length) {
        return length;
    }

    @Override
    int compress(byte[] source, int offset, int length, byte[] target) {
        System.arraycopy(source, offset, target, 0, length);
        return length;
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.UNCOMPRESSED;
    }

    @Override
    public void release() {}
}
