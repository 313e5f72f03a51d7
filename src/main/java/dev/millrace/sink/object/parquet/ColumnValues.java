package dev.millrace.sink.object.parquet;

import com.oracle.svm.core.AlwaysInline;
import dev.millrace.bson.LittleEndian;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column's page: as they are, or as numbers into the row group's dictionary, as long as that pays. It is given up,
 * for the rest of the row group, where it becomes too large, and where the first page would be smaller without: the rules
 * of Parquet's Java library. A column whose first values are almost all different, as keys are, does not wait for the page to
 * end. Values are numbered some hundred at a time, as one column's dictionary is then at hand. For use by one thread.
 */
final class ColumnValues {

    private static final int FIRST = 64;

    /** More, as a huge document has them, leave no array behind. */
    private static final int KEPT = 1 << 18;

    /** So many of a row group's first values tell whether a dictionary may pay. */
    private static final int LOOKED_AT = 1024;

    /**
     * It hardly can where more of them are different: of values that are spread evenly there are then more than 50,000, and a
     * page of 20,000 rows is no smaller with a dictionary, or by a tenth where values are long.
     */
    private static final int DIFFERENT = LOOKED_AT * 99 / 100;

    /** Bytes of values that are numbered at the latest, however few they are. */
    private static final int WAITING_BYTES = 8 << 10;

    private final @Nullable ValueDictionary dictionary;
    private final int mostDictionaryBytes;

    /** Bytes of each value; 0 where they differ, and have their length in front. */
    private final int width;

    /** Values as they are: those that wait to be numbered, or all of the page. */
    private final PageBytes plain = new PageBytes();

    /** Whether values go to the dictionary. */
    private boolean numbering;

    /** How many of the values in {@link #plain} wait for a number. */
    private int waiting;

    /** Of the page's values, while they are numbered. */
    private int[] numbers = {};

    private int count;

    /** A bit for each number of the dictionary: whether the page's statistics know of it. */
    private long[] told = {};

    /** Bytes of those that have numbers, as they would be without. */
    private long numberedBytes;

    private boolean firstPage;

    /** How much of the dictionary is used by pages that are written. */
    private int usedSize;

    private int usedBytes;

    /** Bits of booleans that do not fill a byte yet. */
    private int bits;

    private int bitCount;

    /**
     * @param dictionaryBytes how large a dictionary may become; 0 for none
     * @param width           bytes of each value, 4 or 8 where there is a dictionary; 0 where they differ
     * @param lookups         shared with columns that are used by the same thread
     */
    ColumnValues(int dictionaryBytes, int width, Lookups lookups) {
        dictionary = dictionaryBytes > 0 ? new ValueDictionary(width, lookups) : null;
        mostDictionaryBytes = dictionaryBytes;
        this.width = width;
    }

    void startRowGroup() {
        numbering = dictionary != null;
        firstPage = true;
        usedSize = 0;
        usedBytes = 0;
        if (dictionary != null) {
            dictionary.clear();
        }
    }

    void add(boolean value) {
        bits |= (value ? 1 : 0) << bitCount;
        if (++bitCount == 8) {
            endBits();
        }
    }

    void add(int value) {
        plain.int32(value);
        waitForNumber();
    }

    void add(long value) {
        plain.int64(value);
        waitForNumber();
    }

    void add(byte[] source, int offset, int length) {
        if (numbering && length >= mostDictionaryBytes) {
            // The dictionary would be too large with this value, of which there would be a copy more.
            numberWaiting();
            giveUp();
        }
        if (width == 0) {
            plain.int32(length);
        }
        plain.raw(source, offset, length);
        waitForNumber();
    }

    @AlwaysInline("small, and called for each value")
    private void waitForNumber() {
        if (numbering && (++waiting == Lookups.MOST || plain.length() >= WAITING_BYTES)) {
            numberWaiting();
        }
    }

    private void numberWaiting() {
        if (!numbering || dictionary == null) {
            return;
        }
        byte[] page = plain.array();
        dictionary.lookAt(page, waiting);
        int at = 0;
        for (int i = 0; i < waiting; i++) {
            int start = width == 0 ? at + Integer.BYTES : at;
            int length = width == 0 ? LittleEndian.int32(page, at) : width;
            keep(dictionary.of(i, page, start, length));
            numberedBytes += start + length - at;
            at = start + length;
            if (dictionary.values().length() > mostDictionaryBytes
                    || (count == LOOKED_AT && firstPage && dictionary.size() > DIFFERENT)) {
                byte[] rest = Arrays.copyOfRange(page, at, plain.length());
                plain.clear();
                giveUp();
                plain.raw(rest, 0, rest.length);
                return;
            }
        }
        plain.clear();
        waiting = 0;
    }

    @AlwaysInline("called for each value")
    private void keep(int number) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(FIRST, Math.addExact(count, count)));
        }
        numbers[count++] = number;
    }

    /** Bytes of the page's values as they are, or would be without a dictionary. */
    long bytes() {
        return plain.length() + numberedBytes;
    }

    long allocatedBytes() {
        long known = dictionary == null ? 0 : dictionary.allocatedBytes();
        return plain.array().length + 4L * numbers.length + 8L * told.length + known;
    }

    /** Tells the page's values to its statistics, those that are numbered once if that is enough. To be called before {@link #drainTo}. */
    void tell(PageStatistics statistics) {
        if (!statistics.areBoundsWanted()) {
            return;
        }
        numberWaiting();
        if (numbering && dictionary != null) {
            tellNumbered(dictionary, statistics);
        } else {
            statistics.addAll(plain.array(), plain.length());
        }
    }

    private void tellNumbered(ValueDictionary known, PageStatistics statistics) {
        int words = (known.size() + Long.SIZE - 1) / Long.SIZE;
        if (told.length < words) {
            told = new long[2 * words];
        }
        Arrays.fill(told, 0, words, 0);
        boolean each = statistics.isEachCounted();
        byte[] all = known.values().array();
        for (int i = 0; i < count; i++) {
            int number = numbers[i];
            long bit = 1L << number;
            if (each || (told[number >>> 6] & bit) == 0) {
                told[number >>> 6] |= bit;
                statistics.add(all, known.start(number), known.length(number));
            }
        }
    }

    /** Writes the page's values, and forgets them; tells how they are encoded. */
    Encoding drainTo(PageBytes page, HybridRuns runs) {
        if (bitCount > 0) {
            endBits();
        }
        numberWaiting();
        int before = page.length();
        Encoding encoding = PageEncodings.PLAIN;
        if (numbering && dictionary != null) {
            encode(dictionary, page, runs);
            if (firstPage && page.length() - before + (long) dictionary.values().length() >= numberedBytes) {
                page.truncate(before);
                giveUp();
            } else {
                usedSize = dictionary.size();
                usedBytes = dictionary.values().length();
                encoding = PageEncodings.DICTIONARY;
            }
        }
        page.raw(plain.array(), 0, plain.length());
        plain.clear();
        count = 0;
        numberedBytes = 0;
        firstPage = false;
        if (numbers.length > KEPT) {
            numbers = new int[0];
        }
        return encoding;
    }

    /** Writes the dictionary that pages of the row group refer to, if any do. */
    void writeDictionary(PageWriter pages) throws IOException {
        if (usedSize > 0 && dictionary != null) {
            pages.writeDictionaryPage(new DictionaryPage(
                    BytesInput.from(dictionary.values().array(), 0, usedBytes), usedSize, PageEncodings.DICTIONARY));
        }
    }

    private void encode(ValueDictionary known, PageBytes page, HybridRuns runs) {
        int bitWidth = BytesUtils.getWidthFromMaxInt(known.size() - 1);
        page.int8(bitWidth);
        runs.start(bitWidth, page);
        for (int i = 0; i < count; i++) {
            runs.add(numbers[i]);
        }
        runs.end();
    }

    /** Numbers no more, and writes out what has numbers; nothing waits for one. */
    private void giveUp() {
        if (dictionary != null) {
            for (int i = 0; i < count; i++) {
                dictionary.copyTo(plain, numbers[i]);
            }
        }
        count = 0;
        waiting = 0;
        numberedBytes = 0;
        numbering = false;
    }

    private void endBits() {
        plain.int8(bits);
        bits = 0;
        bitCount = 0;
    }
}
