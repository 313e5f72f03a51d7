package dev.millrace.sink.object.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages, dictionaries and statistics are those of Parquet's Java library, byte for byte. */
class ParquetColumnTest {

    private static final int DICTIONARY_BYTES = 4096;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "required binary c (STRING)                | 5",
                "optional binary c (STRING)                | 5",
                "optional binary c (STRING)                | 300",
                "optional binary c (STRING)                | 1000000000",
                "optional binary c                         | 20",
                "repeated binary c                         | 60",
                "optional group l (LIST) {repeated group list {optional int64 c;}} | 1000",
                "optional fixed_len_byte_array(16) c (DECIMAL(38,2)) | 50",
                "optional fixed_len_byte_array(16) c (UUID)          | 100000",
                "optional fixed_len_byte_array(12) c       | 7",
                "optional boolean c                        | 2",
                "required boolean c                        | 2",
                "optional int32 c                          | 1",
                "required int32 c                          | 9",
                "optional int32 c                          | 700",
                "optional int64 c (TIMESTAMP(MILLIS,true)) | 100",
                "required int64 c                          | 1000000000",
                "optional double c                         | 30",
                "required double c                         | 100000"
            })
    void writesWhatTheLibraryWrites(String column, int different) throws Exception {
        MessageType layout =
                MessageTypeParser.parseMessageType("message m { " + column + (column.endsWith("}") ? "" : ";") + " }");
        ColumnDescriptor descriptor = layout.getColumns().getFirst();
        int kinds = 0;
        for (int seed = 0; seed < 12; seed++) {
            for (int rows : new int[] {1, 7, 8, 9, 500, 45_000}) {
                ParquetProperties properties = ParquetProperties.builder()
                        .withDictionaryEncoding(seed % 4 != 3)
                        .withDictionaryPageSize(DICTIONARY_BYTES)
                        .withStatisticsEnabled(seed % 5 != 4)
                        .withSizeStatisticsEnabled(false)
                        .withPageSize(1 << 30)
                        .withPageRowCountLimit(20_000)
                        .withMinRowCountForPageSizeCheck(16)
                        .estimateRowCountForPageSizeCheck(false)
                        .build();
                List<Value> values = values(new Random(seed), descriptor, rows, different);

                List<String> expected = theirs(layout, descriptor, properties, values);
                ParquetColumn ours = new ParquetColumn(descriptor, properties, false, new SharedPage());

                assertThat(written(ours, properties, values)).isEqualTo(expected);
                // Again, as its memory is used for the next row group.
                assertThat(written(ours, properties, values)).isEqualTo(expected);
                kinds |= expected.stream().anyMatch(page -> page.contains("PLAIN_DICTIONARY")) ? 1 : 2;
            }
        }
        assertThat(kinds).as("dictionaries that pay, and others").isEqualTo(hasDictionaries(column) ? 3 : 2);
    }

    /** Values that are too long for the dictionary come while shorter ones wait for their numbers, and these are many bytes. */
    @Test
    void numbersNoMoreFromAValueThatIsTooLong() throws Exception {
        MessageType layout = MessageTypeParser.parseMessageType("message m { optional binary c (STRING); }");
        ColumnDescriptor descriptor = layout.getColumns().getFirst();
        ParquetProperties properties = ParquetProperties.builder()
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withSizeStatisticsEnabled(false)
                .withPageRowCountLimit(20_000)
                .build();
        int[] lengths = {4_080, 4_091, 4_092, 4_093, 4_095, 4_096, 4_097, 4_110, 10_000};
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            List<Value> values = new ArrayList<>();
            for (int row = 0; row < 3_000; row++) {
                int which = random.nextInt(20);
                int length =
                        random.nextInt(50 + 20 * seed) == 0 ? lengths[random.nextInt(lengths.length)] : 100 + which;
                byte[] bytes = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
                bytes[0] = (byte) ('a' + which);
                values.add(new Value(bytes, 0, 0, random.nextInt(9) == 0 ? 0 : 1));
            }
            ParquetColumn column = new ParquetColumn(descriptor, properties, false, new SharedPage());

            assertThat(written(column, properties, values)).isEqualTo(theirs(layout, descriptor, properties, values));
        }
    }

    /** A look at the first 1,024 values in place of 20,000: numbering keys is most of what their column would cost. */
    @ParameterizedTest
    @CsvSource({"1014, true", "1013, false"})
    void givesUpADictionaryOnceTheFirstValuesAreDifferent(int different, boolean plain) throws Exception {
        MessageType layout = MessageTypeParser.parseMessageType("message m { required int64 c; }");
        ParquetProperties properties =
                ParquetProperties.builder().withPageRowCountLimit(20_000).build();
        List<Value> values = new ArrayList<>();
        for (int row = 0; row < 20_000; row++) {
            values.add(new Value(new byte[0], Math.min(row, 1023) < different ? Math.min(row, 1023) : 7, 0, 0));
        }
        ParquetColumn column = new ParquetColumn(layout.getColumns().getFirst(), properties, false, new SharedPage());

        List<String> pages = written(column, properties, values);

        assertThat(pages.getFirst().contains(" PLAIN: ")).isEqualTo(plain);
        // Each row group is looked at anew.
        List<String> others = written(column, properties, values.subList(1023, 20_000));
        assertThat(others.getFirst()).contains(" PLAIN_DICTIONARY: ");
    }

    private static boolean hasDictionaries(String column) {
        return !column.contains("boolean") && !column.contains("fixed");
    }

    /** A value or a null with its levels. */
    private record Value(byte[] bytes, long number, int repetition, int definition) {

        private boolean isNull(ColumnDescriptor column) {
            return definition < column.getMaxDefinitionLevel();
        }
    }

    private static List<Value> values(Random random, ColumnDescriptor column, int rows, int different) {
        List<Value> values = new ArrayList<>();
        boolean nulls = random.nextBoolean();
        boolean runs = random.nextBoolean();
        Value before = null;
        for (int row = 0; row < rows; row++) {
            int elements = column.getMaxRepetitionLevel() == 0 ? 1 : 1 + random.nextInt(4);
            for (int i = 0; i < elements; i++) {
                boolean isNull = nulls && random.nextInt(4) == 0;
                int level = isNull && column.getMaxDefinitionLevel() > 0
                        ? random.nextInt(column.getMaxDefinitionLevel())
                        : column.getMaxDefinitionLevel();
                Value value = runs && before != null && random.nextInt(40) != 0
                        ? before
                        : value(random, column, different, level);
                values.add(new Value(value.bytes, value.number, i == 0 ? 0 : 1, value.definition));
                before = value;
            }
        }
        return values;
    }

    private static Value value(Random random, ColumnDescriptor column, int different, int level) {
        int which = random.nextInt(different);
        Random fixed = new Random(which);
        byte[] bytes = new byte[0];
        long number = fixed.nextInt(3) == 0 ? which : fixed.nextLong();
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BINARY -> {
                bytes = new byte[fixed.nextInt(20)];
                fixed.nextBytes(bytes);
                if (which % 3 == 0) {
                    bytes = ("common start " + which).getBytes(StandardCharsets.UTF_8);
                } else if (which % 7 == 0) {
                    bytes = new byte[which % 10];
                }
            }
            case FIXED_LEN_BYTE_ARRAY -> {
                bytes = new byte[column.getPrimitiveType().getTypeLength()];
                fixed.nextBytes(bytes);
            }
            case DOUBLE -> {
                double[] special = {
                    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
                };
                number = Double.doubleToRawLongBits(which < special.length ? special[which] : fixed.nextGaussian());
            }
            default -> {}
        }
        return new Value(bytes, number, 0, level);
    }

    private static List<String> theirs(
            MessageType layout, ColumnDescriptor column, ParquetProperties properties, List<Value> values)
            throws Exception {
        Recorded pages = new Recorded();
        ColumnWriteStore store = properties.newColumnWriteStore(layout, _ -> pages, null);
        ColumnWriter writer = store.getColumnWriter(column);
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            int r = value.repetition;
            int d = value.definition;
            if (value.isNull(column)) {
                writer.writeNull(r, d);
            } else {
                switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                    case BOOLEAN -> writer.write((value.number & 1) != 0, r, d);
                    case INT32 -> writer.write((int) value.number, r, d);
                    case INT64 -> writer.write(value.number, r, d);
                    case DOUBLE -> writer.write(Double.longBitsToDouble(value.number), r, d);
                    default -> writer.write(Binary.fromConstantByteArray(value.bytes), r, d);
                }
            }
            if (endsRow(values, i)) {
                store.endRecord();
            }
        }
        store.flush();
        store.close();
        return pages.told;
    }

    private static List<String> written(ParquetColumn column, ParquetProperties properties, List<Value> values)
            throws IOException {
        Recorded pages = new Recorded();
        column.startRowGroup(pages);
        long rows = 0;
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value.isNull(column.descriptor())) {
                column.writeNull(value.repetition, value.definition);
            } else {
                switch (column.descriptor().getPrimitiveType().getPrimitiveTypeName()) {
                    case BOOLEAN -> column.writeBoolean((value.number & 1) != 0, value.repetition);
                    case INT32 -> column.writeInt((int) value.number, value.repetition);
                    case INT64 -> column.writeLong(value.number, value.repetition);
                    case DOUBLE -> column.writeDouble(Double.longBitsToDouble(value.number), value.repetition);
                    default -> column.writeBytes(value.bytes, 0, value.bytes.length, value.repetition);
                }
            }
            if (endsRow(values, i) && ++rows % properties.getPageRowCountLimit() == 0) {
                column.endPage(rows);
            }
        }
        column.endRowGroup(rows);
        return pages.told;
    }

    private static boolean endsRow(List<Value> values, int at) {
        return at + 1 == values.size() || values.get(at + 1).repetition == 0;
    }

    /** Tells pages as text. */
    private static final class Recorded implements PageWriter {

        private final List<String> told = new ArrayList<>();

        @Override
        public void writePage(
                BytesInput bytes,
                int count,
                int rows,
                Statistics<?> statistics,
                SizeStatistics sizes,
                GeospatialStatistics places,
                Encoding repetitions,
                Encoding definitions,
                Encoding values) {
            writePage(bytes, count, rows, statistics, repetitions, definitions, values);
        }

        @Override
        public void writePage(
                BytesInput bytes,
                int count,
                int rows,
                Statistics<?> statistics,
                Encoding repetitions,
                Encoding definitions,
                Encoding values) {
            String bounds = statistics.hasNonNullValue()
                    ? hex(statistics.getMinBytes()) + " to " + hex(statistics.getMaxBytes())
                    : "nothing";
            told.add("page of %d values, %d rows, %s, %d nulls, %d not a number, %s %s %s: %s"
                    .formatted(
                            count,
                            rows,
                            bounds,
                            statistics.getNumNulls(),
                            statistics.isNanCountSet() ? statistics.getNanCount() : -1,
                            repetitions,
                            definitions,
                            values,
                            hex(bytes)));
        }

        @Override
        public void writeDictionaryPage(DictionaryPage page) {
            told.add("dictionary of %d, %s: %s"
                    .formatted(page.getDictionarySize(), page.getEncoding(), hex(page.getBytes())));
        }

        private static String hex(BytesInput bytes) {
            try {
                return hex(bytes.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        @Override
        public void writePage(
                BytesInput bytes, int count, Statistics<?> statistics, Encoding r, Encoding d, Encoding values) {
            throw new AssertionError();
        }

        @Override
        public void writePageV2(
                int rows,
                int nulls,
                int count,
                BytesInput r,
                BytesInput d,
                Encoding encoding,
                BytesInput data,
                Statistics<?> statistics) {
            throw new AssertionError();
        }

        @Override
        public long getMemSize() {
            return 0;
        }

        @Override
        public long allocatedSize() {
            return 0;
        }

        @Override
        public String memUsageString(String prefix) {
            return prefix;
        }
    }
}
