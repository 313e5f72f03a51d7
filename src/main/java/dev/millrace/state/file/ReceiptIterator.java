package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.model.ChunkReceipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the receipts of all chunks done, in order of their number, from a journal that has them in the order in which
 * they came. Goes through the journal once for each 4 million chunks, so that memory holds no more offsets than that.
 */
final class ReceiptIterator implements Iterator<ChunkReceipt>, AutoCloseable {

    static final int WINDOW = 1 << 22;
    private static final int SCAN_BYTES = 1 << 18;
    private static final int READ_BYTES = 1 << 13;

    private final Path journal;
    private final Path chunkPath;
    private final LineScanner entries;
    private final LineScanner chunks;
    private final int count;
    private final long journalEnd;
    private final long[] offsets;
    private int windowStart;
    private int number;
    private @Nullable ChunkReceipt following;

    /** @param journalEnd where the last entry ends that counts */
    ReceiptIterator(RunFolder folder, int count, long journalEnd, int window) {
        this.journal = folder.journal();
        this.chunkPath = folder.chunks();
        this.count = count;
        this.journalEnd = journalEnd;
        this.offsets = new long[Math.min(count, window)];
        try {
            entries = new LineScanner(journal, 0, READ_BYTES);
            chunks = new LineScanner(chunkPath, 0, SCAN_BYTES);
            if (count > 0) {
                findReceipts();
            }
            following = advance();
        } catch (IOException e) {
            throw FileFailure.of("read", folder.path(), e);
        }
    }

    static Stream<ChunkReceipt> stream(RunFolder folder, int count, long journalEnd) {
        ReceiptIterator receipts = new ReceiptIterator(folder, count, journalEnd, WINDOW);
        int facts = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(receipts, facts), false)
                .onClose(receipts::close);
    }

    @Override
    public boolean hasNext() {
        return following != null;
    }

    @Override
    public ChunkReceipt next() {
        ChunkReceipt current = following;
        if (current == null) {
            throw new NoSuchElementException();
        }
        try {
            following = advance();
        } catch (IOException e) {
            throw FileFailure.of("read", journal, e);
        }
        return current;
    }

    @Override
    public void close() {
        try (entries;
                chunks) {
            following = null;
        } catch (IOException e) {
            throw FileFailure.of("close", journal, e);
        }
    }

    private @Nullable ChunkReceipt advance() throws IOException {
        while (number < count) {
            if (number == windowStart + offsets.length) {
                windowStart = number;
                findReceipts();
            }
            if (!chunks.next()) {
                throw FileFailure.damaged(chunkPath, "chunk " + number, "it is missing");
            }
            long offset = offsets[number - windowStart];
            int current = number++;
            if (offset >= 0) {
                Chunk chunk = ChunkFile.decode(chunkPath, chunks, current);
                return new ChunkReceipt(chunk, done(offset).receipt().receipt());
            }
        }
        return null;
    }

    private JournalEntry.Done done(long offset) throws IOException {
        entries.seek(offset);
        String entry = entries.next() ? JournalLine.entry(entries) : null;
        if (entry != null && JournalEntry.parse(entry) instanceof JournalEntry.Done done) {
            return done;
        }
        throw FileFailure.damaged(journal, "byte " + offset, "the receipt that was there is gone");
    }

    private void findReceipts() throws IOException {
        Arrays.fill(offsets, -1);
        try (LineScanner lines = new LineScanner(journal, 0, SCAN_BYTES)) {
            while (lines.next() && lines.start() < journalEnd) {
                String entry = JournalLine.entry(lines);
                if (entry != null && entry.startsWith("D ")) {
                    int chunk = Integer.parseInt(entry.substring(2, entry.indexOf(' ', 2)));
                    if (chunk >= windowStart && chunk - windowStart < offsets.length) {
                        offsets[chunk - windowStart] = lines.start();
                    }
                }
            }
        }
    }
}
