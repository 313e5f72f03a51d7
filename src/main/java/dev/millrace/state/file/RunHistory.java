package dev.millrace.state.file;

import dev.millrace.state.StoredFailure;
import dev.millrace.state.StoredReceipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a run's journal says, replayed as far as it was read. Not safe for use by several threads. */
final class RunHistory {

    private static final int BUFFER_BYTES = 1 << 18;

    private final ChunkTable table = new ChunkTable();
    private long end;
    private long lastFence;
    private @Nullable String firstLine;
    private boolean finished;

    /**
     * Replays what was appended since the last call. Stops before a torn line at the end; a damaged line with good
     * ones behind it is an error.
     */
    void readOn(Path journal) {
        if (!Files.exists(journal)) {
            return;
        }
        try (LineScanner lines = new LineScanner(journal, end, BUFFER_BYTES)) {
            while (lines.next()) {
                String entry = JournalLine.entry(lines);
                if (entry == null) {
                    refuseGoodLinesBehind(lines, journal);
                    return;
                }
                replay(entry, lines, journal);
            }
        } catch (IOException e) {
            throw FileFailure.of("read", journal, e);
        }
    }

    /** Whether the journal is still the one that was read, and not one of a run that was started anew. */
    boolean isPrefixOf(Path journal) {
        if (firstLine == null) {
            return true;
        }
        try (LineScanner lines = new LineScanner(journal, 0, 256)) {
            return lines.fileLength() >= end && lines.next() && lines.text().equals(firstLine);
        } catch (IOException e) {
            return false;
        }
    }

    /** The receipt that a chunk was completed with, by a search through the whole journal. */
    static Optional<StoredReceipt> receipt(Path journal, int chunk) {
        String start = "D " + chunk + " ";
        try (LineScanner lines = new LineScanner(journal, 0, BUFFER_BYTES)) {
            while (lines.next()) {
                String entry = JournalLine.entry(lines);
                if (entry != null && entry.startsWith(start)) {
                    return Optional.of(StoredReceipt.parse(entry.substring(start.length())));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", journal, e);
        }
    }

    /** Why a chunk failed, as the entry at this offset says. */
    static StoredFailure failure(Path journal, long offset) {
        try (LineScanner line = new LineScanner(journal, offset, 1024)) {
            String entry = line.next() ? JournalLine.entry(line) : null;
            if (entry != null && JournalEntry.parse(entry) instanceof JournalEntry.Failed failed) {
                return failed.failure();
            }
        } catch (IOException e) {
            throw FileFailure.of("read", journal, e);
        }
        throw FileFailure.damaged(journal, "byte " + offset, "the failure that was there is gone");
    }

    void apply(JournalEntry entry, long offset) {
        switch (entry) {
            case JournalEntry.Opened(long fence) -> {
                lastFence = Math.max(lastFence, fence);
                table.loseLeases();
            }
            case JournalEntry.Leased(int chunk, long fence) -> {
                lastFence = Math.max(lastFence, fence);
                table.lease(chunk, new HeldLease(fence, Long.MAX_VALUE));
            }
            case JournalEntry.Released(int chunk) -> table.release(chunk);
            case JournalEntry.Done(int chunk, var receipt) -> table.complete(chunk, receipt);
            case JournalEntry.Failed(int chunk, var _) -> table.fail(chunk, offset);
            case JournalEntry.Retried() -> table.retryFailed();
            case JournalEntry.Finished() -> finished = true;
        }
    }

    ChunkTable table() {
        return table;
    }

    /** Where the last whole line ends. */
    long end() {
        return end;
    }

    /** The highest fence that was ever given. */
    long lastFence() {
        return lastFence;
    }

    boolean isFinished() {
        return finished;
    }

    private void replay(String entry, LineScanner line, Path journal) {
        try {
            apply(JournalEntry.parse(entry), line.start());
        } catch (RuntimeException e) {
            throw FileFailure.damaged(journal, "byte " + line.start(), "not an entry of this version of millrace");
        }
        if (firstLine == null) {
            firstLine = line.text();
        }
        end = line.end();
    }

    private static void refuseGoodLinesBehind(LineScanner lines, Path journal) throws IOException {
        long damage = lines.start();
        while (lines.next()) {
            if (JournalLine.entry(lines) != null) {
                throw FileFailure.damaged(journal, "byte " + damage, "a line does not match its checksum");
            }
        }
    }
}
