package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.state.StoredChunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The chunks of a published run, read from their file when one is asked for: memory holds the offset of every 64th
 * only. Safe for use by many threads.
 */
final class ChunkFile {

    private static final int STRIDE = 64;
    private static final int SCAN_BYTES = 1 << 20;
    private static final int READ_BYTES = 1 << 14;

    private final Path path;
    private final long[] offsets;

    private ChunkFile(Path path, long[] offsets) {
        this.path = path;
        this.offsets = offsets;
    }

    /** Reads the file through once, to find the offsets and to check that nothing of it was lost or changed. */
    static ChunkFile open(Path path, PublishedPlan plan) {
        long[] offsets = new long[plan.chunks() / STRIDE + 1];
        CRC32C crc = new CRC32C();
        try (LineScanner lines = new LineScanner(path, 0, SCAN_BYTES)) {
            int count = 0;
            while (lines.next()) {
                if (count % STRIDE == 0 && count < plan.chunks()) {
                    offsets[count / STRIDE] = lines.start();
                }
                count++;
                crc.update(lines.bytes(), lines.from(), lines.length() + 1);
            }
            if (count != plan.chunks() || lines.fileLength() != plan.bytes() || crc.getValue() != plan.crc()) {
                throw FileFailure.damaged(
                        path, "as a whole", "it is not the list of chunks that the plan was made with");
            }
        } catch (IOException e) {
            throw FileFailure.of("read", path, e);
        }
        return new ChunkFile(path, offsets);
    }

    Chunk read(int number) {
        try (LineScanner lines = new LineScanner(path, offsets[number / STRIDE], READ_BYTES)) {
            for (int skipped = 0; skipped <= number % STRIDE; skipped++) {
                if (!lines.next()) {
                    throw FileFailure.damaged(path, "chunk " + number, "it is missing");
                }
            }
            return decode(path, lines, number);
        } catch (IOException e) {
            throw FileFailure.of("read", path, e);
        }
    }

    /** The chunk in the scanner's current line. */
    static Chunk decode(Path path, LineScanner line, int number) {
        try {
            Chunk chunk = StoredChunk.decode(line.text());
            if (chunk.number() == number) {
                return chunk;
            }
        } catch (RuntimeException e) {
            throw FileFailure.damaged(path, "chunk " + number, "it cannot be read: " + e.getMessage());
        }
        throw FileFailure.damaged(path, "chunk " + number, "another chunk stands there");
    }
}
