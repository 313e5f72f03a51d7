package dev.millrace.sink.object.jsonl;

import dev.millrace.bson.JsonMode;
import dev.millrace.model.CollectionPlan;
import dev.millrace.sink.RejectSink;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.FormatWriter;
import dev.millrace.sink.object.ObjectFormat;
import java.io.OutputStream;

/**
 * JSON Lines: a line of Extended JSON a document, UTF-8, compressed as a whole or not.
 *
 * @param level of the compression; nothing with {@link Compression#NONE}
 */
public record JsonLinesFormat(JsonMode mode, Compression compression, int level) implements ObjectFormat {

    public JsonLinesFormat {
        compression.checkedLevel(level);
    }

    public JsonLinesFormat(JsonMode mode, Compression compression) {
        this(mode, compression, compression.usualLevel());
    }

    @Override
    public String extension() {
        return "jsonl" + compression.suffix();
    }

    @Override
    public String contentType() {
        return switch (compression) {
            case NONE -> "application/x-ndjson";
            case GZIP -> "application/gzip";
            case ZSTD -> "application/zstd";
        };
    }

    @Override
    public long bytesPerWriter() {
        return JsonLinesWriter.BUFFER_BYTES + compression.bytesPerStream();
    }

    @Override
    public FormatWriter open(CollectionPlan collection, OutputStream out, RejectSink rejects) {
        return new JsonLinesWriter(mode, compression.compress(out, level), rejects);
    }
}
