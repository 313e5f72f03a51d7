package dev.millrace.publish.file;

import dev.millrace.bson.JsonBuffer;
import dev.millrace.model.FailureKind;
import dev.millrace.model.Finding;
import dev.millrace.model.MillraceException;
import dev.millrace.publish.Message;
import dev.millrace.publish.Publisher;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Writes each message as a line of JSON, `{"attributes": {…}, "orderingKey": …, "data": …}`, in the order of publishing.
 * What is in a file is on disk when its message counts as stored; {@link #flush} decides when that is.
 */
public final class LinePublisher implements Publisher {

    /** Messages that are stored by one flush to disk, at most. */
    private static final int MOST_PENDING = 1_000;

    private final String description;
    private final OutputStream out;
    private final Durability durability;
    private final JsonBuffer line = new JsonBuffer(4096);
    private final List<CompletableFuture<Void>> pending = new ArrayList<>();

    /** Makes what was written last. */
    @FunctionalInterface
    interface Durability {
        void force() throws IOException;
    }

    LinePublisher(String description, OutputStream out, Durability durability) {
        this.description = description;
        this.out = out;
        this.durability = durability;
    }

    /** Appends to `DIR/NAME.jsonl`; the directory is made. */
    public static LinePublisher toFile(Path directory, String name) {
        Path file = directory.resolve(name + ".jsonl");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            return new LinePublisher(
                    "file:" + directory, Channels.newOutputStream(channel), () -> channel.force(false));
        } catch (IOException e) {
            throw failed("cannot open " + file, e);
        }
    }

    /** @param out stays open */
    public static LinePublisher to(OutputStream out) {
        return new LinePublisher("stdout:", new Unclosed(out), () -> {});
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public CompletableFuture<Void> publish(Message message) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        try {
            write(message);
        } catch (IOException e) {
            stored.completeExceptionally(failed("cannot write to " + description, e));
            return stored;
        }
        pending.add(stored);
        if (pending.size() >= MOST_PENDING) {
            flush();
        }
        return stored;
    }

    private void write(Message message) throws IOException {
        line.clear();
        line.startObject();
        line.name("attributes");
        line.startObject();
        new TreeMap<>(message.attributes()).forEach((name, value) -> {
            line.name(name);
            line.string(value);
        });
        line.endObject();
        if (!message.orderingKey().isEmpty()) {
            line.name("orderingKey");
            line.string(message.orderingKey());
        }
        line.name("data");
        byte[] data = bytes(message.data());
        if (message.attributes().getOrDefault("contentType", "").endsWith("json")) {
            line.raw(data);
        } else {
            line.string(Base64.getEncoder().encodeToString(data));
        }
        line.endObject();
        line.ascii((byte) '\n');
        out.write(line.bytes(), 0, line.length());
    }

    @Override
    public void flush() {
        if (pending.isEmpty()) {
            return;
        }
        List<CompletableFuture<Void>> stored = List.copyOf(pending);
        pending.clear();
        try {
            out.flush();
            durability.force();
        } catch (IOException e) {
            MillraceException failure = failed("cannot write to " + description, e);
            stored.forEach(each -> each.completeExceptionally(failure));
            return;
        }
        stored.forEach(each -> each.complete(null));
    }

    @Override
    public void resume() {}

    @Override
    public List<Finding> check() {
        return List.of(Finding.good("target", description + " can be written"));
    }

    @Override
    public void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            throw failed("cannot close " + description, e);
        }
    }

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    private static MillraceException failed(String problem, IOException e) {
        String reason = String.valueOf(e.getMessage());
        FailureKind kind = reason.contains("No space left") ? FailureKind.NO_SPACE : FailureKind.FAILED;
        return new MillraceException(kind, problem + ": " + reason, "look at the disk, then start again", e);
    }

    /** Somebody else's stream. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
