package dev.millrace.state.file;

import dev.millrace.model.RunPlan;
import dev.millrace.state.StoredPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bson.BsonDocument;

/**
 * What `plan.json` holds: the plan, and what the file of chunks looks like that belongs to it.
 *
 * @param chunks            their number
 * @param expectedDocuments the planner's estimates together, -1 where one of them is not known
 * @param bytes             size of the file of chunks
 * @param crc               CRC32C of the file of chunks
 */
record PublishedPlan(RunPlan plan, int chunks, long expectedDocuments, long bytes, long crc) {

    private static final int FORMAT = 1;

    byte[] json() {
        String json = "{\"format\": " + FORMAT + ", \"chunks\": " + chunks + ", \"documents\": " + expectedDocuments
                + ", \"bytes\": " + bytes + ", \"crc32c\": " + crc + ",\n\"plan\": " + StoredPlan.encode(plan) + "}\n";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Empty where the run is not published. */
    static Optional<PublishedPlan> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String json;
        try {
            json = Files.readString(file);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
        try {
            return Optional.of(parse(json));
        } catch (RuntimeException e) {
            throw FileFailure.damaged(file, "as a whole", "not a plan of this version of millrace");
        }
    }

    private static PublishedPlan parse(String json) {
        BsonDocument stored = BsonDocument.parse(json);
        if (stored.getNumber("format").intValue() != FORMAT) {
            throw new IllegalArgumentException("format " + stored.get("format"));
        }
        return new PublishedPlan(
                StoredPlan.decode(stored.getDocument("plan")),
                stored.getNumber("chunks").intValue(),
                stored.getNumber("documents").longValue(),
                stored.getNumber("bytes").longValue(),
                stored.getNumber("crc32c").longValue());
    }
}
