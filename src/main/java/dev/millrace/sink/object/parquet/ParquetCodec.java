package dev.millrace.sink.object.parquet;

import dev.millrace.model.MillraceException;
import java.util.Locale;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** How the pages of a Parquet file are compressed. */
public enum ParquetCodec {
    ZSTD(CompressionCodecName.ZSTD, 1, 22, 3),
    SNAPPY(CompressionCodecName.SNAPPY, 0, 0, 0),
    GZIP(CompressionCodecName.GZIP, 1, 9, 6),
    NONE(CompressionCodecName.UNCOMPRESSED, 0, 0, 0);

    private final CompressionCodecName codecName;
    private final int lowest;
    private final int highest;
    private final int usual;

    ParquetCodec(CompressionCodecName codecName, int lowest, int highest, int usual) {
        this.codecName = codecName;
        this.lowest = lowest;
        this.highest = highest;
        this.usual = usual;
    }

    /** What the files' metadata call it. */
    CompressionCodecName codecName() {
        return codecName;
    }

    /** The level that is used where none is asked for; 0 where there are no levels. */
    public int usualLevel() {
        return usual;
    }

    /** Returns the level, or says which ones there are. */
    int checkedLevel(int level) {
        if (level < lowest || level > highest) {
            throw MillraceException.usage(
                    name().toLowerCase(Locale.ROOT) + " has no compression level " + level,
                    highest == 0 ? "leave the level out" : "choose a level from " + lowest + " to " + highest);
        }
        return level;
    }

    /**
     * A compressor for one writer; it holds native memory until it is released.
     *
     * @param compressed where it puts one page after the other
     */
    PageCompressor open(int level, PageBytes compressed) {
        return switch (this) {
            case ZSTD -> new ZstdPages(level, compressed);
            case SNAPPY -> new SnappyPages(compressed);
            case GZIP -> new GzipPages(level, compressed);
            case NONE -> new PlainPages(compressed);
        };
    }
}
