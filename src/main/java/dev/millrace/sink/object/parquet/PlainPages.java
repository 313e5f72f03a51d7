package dev.millrace.sink.object.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Pages as they are. */
final class PlainPages extends PageCompressor {

    @Override
    int maxLength(int length) {
        return length;
    }

    @Override
    int compress(byte[] source, int length, byte[] target) {
        System.arraycopy(source, 0, target, 0, length);
        return length;
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.UNCOMPRESSED;
    }

    @Override
    public void release() {}
}
