package dev.millrace.sink.object;

import com.github.luben.zstd.NoPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.millrace.model.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** How a stream of documents is compressed as a whole. The same bytes in give the same bytes out. */
public enum Compression {
    NONE("", 0, 0, 0, 0),
    GZIP(".gz", 1, 9, 6, 400 << 10),
    ZSTD(".zst", 1, 19, 3, 4 << 20);

    private final String suffix;
    private final int lowest;
    private final int highest;
    private final int usual;
    private final long bytes;

    Compression(String suffix, int lowest, int highest, int usual, long bytes) {
        this.suffix = suffix;
        this.lowest = lowest;
        this.highest = highest;
        this.usual = usual;
        this.bytes = bytes;
    }

    /** What file names end with: `.gz`, or nothing. */
    public String suffix() {
        return suffix;
    }

    /** Memory that a compressing stream holds at the usual level, in bytes, native memory included. */
    public long bytesPerStream() {
        return bytes;
    }

    /** The level that is used where none is asked for. */
    public int usualLevel() {
        return usual;
    }

    /** Returns the level, or says which ones there are. */
    public int checkedLevel(int level) {
        if (level < lowest || level > highest) {
            throw MillraceException.usage(
                    name().toLowerCase(java.util.Locale.ROOT) + " has no compression level " + level,
                    "choose a level from " + lowest + " to " + highest);
        }
        return level;
    }

    /**
     * A stream that compresses into `out`; closing it writes the end and gives memory back. Closes `out` too.
     */
    public OutputStream compress(OutputStream out, int level) {
        try {
            return switch (this) {
                case NONE -> out;
                case GZIP -> new GzipStream(out, level);
                case ZSTD -> {
                    ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out, NoPool.INSTANCE, level);
                    zstd.setChecksum(true);
                    yield zstd;
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
