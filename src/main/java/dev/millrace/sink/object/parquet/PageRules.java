package dev.millrace.sink.object.parquet;

import dev.millrace.schema.Column;
import dev.millrace.schema.ColumnType;
import dev.millrace.schema.TableSchema;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;

/** When pages end, and how their values are encoded. */
final class PageRules {

    /** How often a row group's size is looked at while it fills, by the bytes of documents that went in. */
    static final int CHECKS_PER_ROW_GROUP = 64;

    /** Parquet guesses by earlier rows when to look at page sizes, and one huge document proves it wrong: no guessing. */
    private static final int ROWS_PER_PAGE_CHECK = 16;

    /** Longer texts are cut in statistics: their minimum stays below them, their maximum above. */
    private static final int STATISTICS_BYTES = 64;

    private static final int MAX_DICTIONARY_BYTES = 1 << 20;
    private static final int MIN_DICTIONARY_BYTES = 4 << 10;

    private PageRules() {}

    static ParquetProperties of(ParquetOptions options, TableSchema schema) {
        ParquetProperties.Builder rules = ParquetProperties.builder()
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withPageSize(options.pageBytes())
                .withMinRowCountForPageSizeCheck(ROWS_PER_PAGE_CHECK)
                .estimateRowCountForPageSizeCheck(false)
                .withDictionaryEncoding(options.dictionary())
                .withDictionaryPageSize(dictionaryBytes(options, schema))
                .withStatisticsEnabled(options.statistics())
                .withSizeStatisticsEnabled(false)
                .withStatisticsTruncateLength(STATISTICS_BYTES)
                .withColumnIndexTruncateLength(STATISTICS_BYTES);
        if (options.dictionary()) {
            withoutDictionary(rules, TableSchema.REST);
            schema.columns().stream()
                    .filter(PageRules::isUnique)
                    .forEach(column -> withoutDictionary(rules, column.name()));
        }
        return rules.build();
    }

    private static void withoutDictionary(ParquetProperties.Builder rules, String column) {
        rules.withDictionaryEncoding(column, false);
    }

    /** Whether a dictionary would hold each value once, for nothing. */
    private static boolean isUnique(Column column) {
        return column.field().equals("_id") && column.type().depth() == 0 && column.type() != ColumnType.Scalar.BOOL;
    }

    /** A dictionary of short texts takes about eight times its bytes; all together are to take about a row group at most. */
    private static int dictionaryBytes(ParquetOptions options, TableSchema schema) {
        long share = options.rowGroupBytes() / 8 / schema.leaves();
        return Math.clamp(share, MIN_DICTIONARY_BYTES, MAX_DICTIONARY_BYTES);
    }
}
