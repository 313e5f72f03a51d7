package dev.millrace.state.file;

import dev.millrace.model.Chunk;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.RunPlan;
import dev.millrace.state.StoredChunk;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes the chunks of a run that is being planned, from an empty file on, one line each. */
final class ChunkFileWriter implements AutoCloseable {

    private final Path path;
    private final FileOutputStream out;
    private final CRC32C crc = new CRC32C();
    private int chunks;
    private long bytes;
    private long expectedDocuments;

    ChunkFileWriter(Path path) {
        this.path = path;
        try {
            out = new FileOutputStream(path.toFile());
        } catch (IOException e) {
            throw FileFailure.of("write", path, e);
        }
    }

    void add(List<Chunk> more) {
        StringBuilder lines = new StringBuilder();
        int number = chunks;
        for (Chunk chunk : more) {
            if (chunk.number() != number++) {
                throw new MillraceException(
                        FailureKind.CONFLICT,
                        "Chunk " + chunk.number() + " was planned where chunk " + (number - 1) + " comes next",
                        "another planner was at work on this run; start the command again");
            }
            lines.append(StoredChunk.encode(chunk)).append('\n');
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        try {
            out.write(text);
        } catch (IOException e) {
            throw FileFailure.of("write", path, e);
        }
        crc.update(text);
        bytes += text.length;
        chunks = number;
        more.forEach(chunk -> expect(chunk.range().documents()));
    }

    int chunks() {
        return chunks;
    }

    long expectedDocuments() {
        return expectedDocuments;
    }

    /** Makes the chunks durable; nothing more may be added. */
    PublishedPlan finish(RunPlan plan) {
        try {
            out.getFD().sync();
            out.close();
        } catch (IOException e) {
            throw FileFailure.of("write", path, e);
        }
        return new PublishedPlan(plan, chunks, expectedDocuments, bytes, crc.getValue());
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw FileFailure.of("close", path, e);
        }
    }

    private void expect(long documents) {
        boolean known = documents != CollectionInfo.UNKNOWN && expectedDocuments != CollectionInfo.UNKNOWN;
        expectedDocuments = known ? expectedDocuments + documents : CollectionInfo.UNKNOWN;
    }
}
