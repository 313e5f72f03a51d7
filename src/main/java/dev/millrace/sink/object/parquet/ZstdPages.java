package dev.millrace.sink.object.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Pages as Zstandard frames. */
final class ZstdPages extends PageCompressor {

    private final ZstdCompressCtx context = new ZstdCompressCtx();

    ZstdPages(int level, PageBytes compressed) {
        super(compressed);
        context.setLevel(level);
    }

    @Override
    int maxLength(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    int compress(byte[] source, int offset, int length, byte[] target) {
        return context.compressByteArray(target, 0, target.length, source, offset, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
        context.close();
    }
}
