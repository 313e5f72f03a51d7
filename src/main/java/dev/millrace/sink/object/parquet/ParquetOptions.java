package dev.millrace.sink.object.parquet;

import dev.millrace.model.MillraceException;

/**
 * How Parquet files are written.
 *
 * @param level         of the codec; 0 where it has none
 * @param rowGroupBytes when a row group ends: what it holds in memory, pages compressed and last pages not
 * @param pageBytes     when a page ends: its size before compression
 * @param dictionary    whether columns with few distinct values are written as a dictionary
 * @param statistics    whether the smallest and largest value of each column and page is written
 * @param keepNulls     whether {@code _rest} tells null from missing
 */
public record ParquetOptions(
        ParquetCodec codec,
        int level,
        long rowGroupBytes,
        int pageBytes,
        boolean dictionary,
        boolean statistics,
        ObjectIdForm objectIds,
        boolean keepNulls) {

    public static final long DEFAULT_ROW_GROUP_BYTES = 64L << 20;
    public static final int DEFAULT_PAGE_BYTES = 1 << 20;

    private static final long MIN_ROW_GROUP_BYTES = 64L << 10;
    private static final long MAX_ROW_GROUP_BYTES = 1L << 30;
    private static final int MIN_PAGE_BYTES = 1 << 10;

    public ParquetOptions {
        codec.checkedLevel(level);
        if (rowGroupBytes < MIN_ROW_GROUP_BYTES || rowGroupBytes > MAX_ROW_GROUP_BYTES) {
            throw MillraceException.usage(
                    "a row group of " + rowGroupBytes + " bytes is not possible", "choose a size from 64 KB to 1 GB");
        }
        if (pageBytes < MIN_PAGE_BYTES || pageBytes > rowGroupBytes) {
            throw MillraceException.usage(
                    "a page of " + pageBytes + " bytes is not possible",
                    "choose a size from 1 KB to that of the row group, " + rowGroupBytes + " bytes");
        }
    }

    /** What is written where nothing is asked for: zstd, row groups of 64 MB, pages of 1 MB. */
    public static ParquetOptions standard() {
        return new ParquetOptions(
                ParquetCodec.ZSTD,
                ParquetCodec.ZSTD.usualLevel(),
                DEFAULT_ROW_GROUP_BYTES,
                DEFAULT_PAGE_BYTES,
                true,
                true,
                ObjectIdForm.STRING,
                false);
    }
}
