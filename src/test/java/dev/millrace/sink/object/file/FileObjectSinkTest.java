package dev.millrace.sink.object.file;

import static dev.millrace.sink.object.TestDocuments.batch;
import static dev.millrace.sink.object.TestDocuments.chunk;
import static dev.millrace.sink.object.TestDocuments.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bson.JsonMode;
import dev.millrace.contract.ObjectSinkContract;
import dev.millrace.model.ChunkReceipt;
import dev.millrace.model.RunPlan;
import dev.millrace.sink.ChunkWriter;
import dev.millrace.sink.object.Compression;
import dev.millrace.sink.object.ObjectFormat;
import dev.millrace.sink.object.ObjectLayout;
import dev.millrace.sink.object.ObjectSink;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.StoppingStore;
import dev.millrace.sink.object.bson.BsonDumpFormat;
import dev.millrace.sink.object.jsonl.JsonLinesFormat;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileObjectSinkTest extends ObjectSinkContract {

    @TempDir
    Path directory;

    @Override
    protected ObjectStore store() {
        return new FileObjectStore(directory);
    }

    @Test
    void leavesNothingOfAProcessThatDiedWhileOthersWentOn() throws IOException {
        JsonLinesFormat format = new JsonLinesFormat(JsonMode.CANONICAL, Compression.NONE);
        try (ObjectSink sink = sink(store(), format)) {
            sink.prepare(plan("run-1"));
            List<ChunkReceipt> receipts = write(sink, new ArrayList<>());
            Path left =
                    Files.writeString(directory.resolve("shop/orders/.part-00000.jsonl.run-1.9f3a61c7.tmp"), "half");

            sink.finish(plan("run-1"), receipts.stream());

            assertThat(left).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "bson"})
    void endsTheSameWhereverItIsKilledAndStartedAgain(String name) throws IOException {
        ObjectFormat format = name.equals("bson")
                ? new BsonDumpFormat(Compression.GZIP)
                : new JsonLinesFormat(JsonMode.CANONICAL, Compression.ZSTD);
        Path undisturbed = directory.resolve("undisturbed");
        RunPlan plan = plan("run-1");
        try (ObjectSink sink = sink(new FileObjectStore(undisturbed), format)) {
            sink.prepare(plan);
            sink.finish(plan, write(sink, new ArrayList<>()).stream());
        }

        int steps = 0;
        for (boolean ended = false; !ended; steps++) {
            Path killed = directory.resolve("killed-" + steps);
            List<ChunkReceipt> receipts = new ArrayList<>();
            List<FileChannel> opened = new ArrayList<>();
            StoppingStore stopping = new StoppingStore(new FileObjectStore(killed, remembering(opened)), steps);
            ended = attempt(stopping, format, plan, receipts);
            for (FileChannel channel : opened) {
                // As the kernel does for a process that has died; the locks go with it.
                channel.close();
            }
            try (ObjectSink again = sink(new FileObjectStore(killed), format)) {
                again.prepare(plan);
                again.finish(plan, write(again, receipts).stream());
            }
            assertThat(contents(killed)).as("killed at step %d", steps).isEqualTo(contents(undisturbed));
        }
        assertThat(steps).isGreaterThan(15);
    }

    private static OpenFiles remembering(List<FileChannel> opened) {
        return file -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            opened.add(channel);
            return channel;
        };
    }

    /** Whether the run came to its end. */
    private static boolean attempt(
            StoppingStore stopping, ObjectFormat format, RunPlan plan, List<ChunkReceipt> receipts) {
        ObjectSink sink = sink(stopping, format);
        try {
            sink.prepare(plan);
            write(sink, receipts);
            sink.finish(plan, receipts.stream());
            return true;
        } catch (StoppingStore.Stopped e) {
            return false;
        }
    }

    /** Writes the chunks that have no receipt yet. */
    private static List<ChunkReceipt> write(ObjectSink sink, List<ChunkReceipt> receipts) {
        for (int part = receipts.size(); part < 3; part++) {
            ChunkWriter writer = sink.open(chunk(part));
            writer.write(batch("{\"_id\": " + part + ", \"a\": 1.5}"));
            receipts.add(new ChunkReceipt(chunk(part), writer.commit()));
            writer.close();
        }
        return receipts;
    }

    private static ObjectSink sink(ObjectStore store, ObjectFormat format) {
        return new ObjectSink(store, new ObjectLayout(false), format, false);
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
