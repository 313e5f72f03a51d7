package dev.millrace.sink.object.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ObjectStoreContract;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileObjectStoreTest extends ObjectStoreContract {

    private static final ObjectAttributes RUN = ObjectAttributes.ofRun("run-1", "application/bson");

    @TempDir
    Path directory;

    @Override
    protected ObjectStore store() {
        return new FileObjectStore(directory);
    }

    @Override
    protected ObjectStore reopened() {
        return new FileObjectStore(directory);
    }

    @Test
    void writesBesideTheTargetUnderAHiddenNameThatTellsTheRun() throws IOException {
        try (ObjectWriter writer = store().create("a/part-00000.bson", CHUNK_3)) {
            writer.write(new byte[1], 0, 1);

            assertThat(files())
                    .singleElement()
                    .asString()
                    .matches("a/\\.part-00000\\.bson\\.run-1\\.[0-9a-f]{8}\\.tmp");
        }
    }

    @Test
    void removesWhatADeadWriterOfTheRunLeftAndNothingElse() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        Files.writeString(directory.resolve("a/.part-00000.bson.run-1.0.tmp"), "half");
        Files.writeString(directory.resolve("a/.part-00000.bson.run-11.0.tmp"), "another run's");
        Files.writeString(directory.resolve("a/part-00000.bson"), "whole");

        store().removeLeftovers("run-1");

        assertThat(files()).containsExactly("a/.part-00000.bson.run-11.0.tmp", "a/part-00000.bson");
    }

    @Test
    void leavesTheFilesOfLivingWritersAlone() throws IOException {
        ObjectStore store = store();
        try (ObjectWriter mine = store.create("a/b", CHUNK_3)) {
            mine.write(new byte[] {1}, 0, 1);

            store.removeLeftovers("run-1");
            mine.commit(Map.of());
        }

        assertThat(files()).containsExactly("a/b");
    }

    @Test
    void writesAFileOfItsOwnWhereASweepTookTheFirstBeforeItWasLocked() throws IOException {
        AtomicInteger created = new AtomicInteger();
        ObjectStore swept = new FileObjectStore(directory, file -> {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (created.getAndIncrement() == 0) {
                store().removeLeftovers("run-1");
            }
            return channel;
        });

        write(swept, "a/b", bytes(10, 1));

        assertThat(read("a/b")).isEqualTo(bytes(10, 1));
        assertThat(created).hasValue(2);
    }

    @Test
    void writesPastTheLeftoverOfADeadWriter() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        Files.writeString(directory.resolve("a/.b.run-1.0.tmp"), "half");

        write(store(), "a/b", bytes(10, 1));

        assertThat(read("a/b")).isEqualTo(bytes(10, 1));
    }

    @Test
    void diskFullSaysSoAndWhatToDo() {
        ObjectStore full = new FileObjectStore(directory, FileObjectStoreTest::onAFullDisk);

        try (ObjectWriter writer = full.create("shop/orders/part-00000.parquet", CHUNK_3)) {
            fails(() -> writer.write(new byte[1_000_000], 0, 1_000_000), e -> {
                assertThat(e.kind()).isEqualTo(FailureKind.NO_SPACE);
                assertThat(e.problem())
                        .contains("shop/orders/part-00000.parquet")
                        .contains("the disk is full");
                assertThat(e.hint()).contains("free space");
            });
        }
    }

    @Test
    void diskFullAtTheCommitLeavesNoObject() throws IOException {
        ObjectStore full = new FileObjectStore(directory, FileObjectStoreTest::onAFullDisk);

        try (ObjectWriter writer = full.create("a/b", CHUNK_3)) {
            writer.write(new byte[10], 0, 10);
            assertThatThrownBy(() -> writer.commit(Map.of())).hasMessageContaining("the disk is full");
        }

        assertThat(files()).isEmpty();
    }

    @Test
    void directoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("out"), "a file");

        fails(() -> new FileObjectStore(file).checkWritable(), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem()).contains(file.toString()).contains("not a directory");
        });
        fails(() -> new FileObjectStore(file.resolve("deeper")).checkWritable(), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.USAGE);
            assertThat(e.problem()).contains("not a directory");
        });
    }

    @Test
    void directoryThatIsNotWritableIsRefusedWithARemedy() {
        // Even root may not create files in /proc; elsewhere root may do anything.
        fails(
                () -> new FileObjectStore(Path.of("/proc/1/out")).checkWritable(),
                e -> assertThat(e.problem()).startsWith("cannot write /proc/1/out"));
        fails(
                () -> {
                    throw FileFailure.of(
                            "write",
                            Path.of("/data/out"),
                            new java.nio.file.AccessDeniedException("/data/out", null, "Permission denied"));
                },
                e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.PERMISSION);
                    assertThat(e.problem()).isEqualTo("cannot write /data/out: not allowed");
                    assertThat(e.hint()).contains("right to write");
                });
    }

    @Test
    void theDoctorLeavesNoDirectoryBehind() {
        new FileObjectStore(directory.resolve("not/there/yet")).checkWritable();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void anInterruptIsHonest() {
        try (ObjectWriter writer = store().create("a/b", CHUNK_3)) {
            Thread.currentThread().interrupt();

            fails(
                    () -> writer.write(new byte[1_000_000], 0, 1_000_000),
                    e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(names("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void joinContinuesAfterACrashBehindAnyPart(int joinedBefore) throws IOException {
        List<StoredObject> parts = parts(4);
        crashed(parts, joinedBefore, 7);

        StoredObject joined = store().join(parts, "s/c.bson", RUN);

        assertThat(read("s/c.bson")).isEqualTo(joinedBytes(4));
        assertThat(joined.crc32c()).isEqualTo(sum(joinedBytes(4)));
        assertThat(files()).containsExactly("s/c.bson");
    }

    @Test
    void joinRefusesAPartThatHasChanged() throws IOException {
        List<StoredObject> parts = parts(3);
        byte[] content = bytes(1001, 1);
        content[500]++;
        Files.write(directory.resolve("s/c/part-00001.bson"), content);

        fails(() -> store().join(parts, "s/c.bson", RUN), e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT);
            assertThat(e.problem()).contains("part-00001").contains("other content");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///tmp/x", "file:/tmp/x", "/tmp/x", "file:/tmp/./x/"})
    void readsUris(String uri) {
        assertThat(FileObjectStore.parse(uri).description()).isEqualTo("file:/tmp/x");
    }

    @Test
    void readsRelativeUris() {
        assertThat(FileObjectStore.parse("file:out/here").description())
                .isEqualTo("file:" + Path.of("out/here").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file://host/tmp/x"})
    void refusesUrisThatNameNoDirectory(String uri) {
        fails(() -> FileObjectStore.parse(uri), e -> assertThat(e.kind()).isEqualTo(FailureKind.USAGE));
    }

    /** As a power failure leaves it: parts in the joined file removed, one more half appended. */
    private void crashed(List<StoredObject> parts, int joinedBefore, int garbage) throws IOException {
        Path joining = directory.resolve("s/.c.bson.run-1.joining");
        Files.write(joining, joinedBytes(joinedBefore));
        Files.write(joining, bytes(garbage, 99), StandardOpenOption.APPEND);
        for (int part = 0; part < joinedBefore; part++) {
            Files.delete(directory.resolve(parts.get(part).name()));
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList());
        }
    }

    private static void fails(Runnable task, Consumer<MillraceException> how) {
        assertThatThrownBy(task::run).isInstanceOfSatisfying(MillraceException.class, how);
    }

    /** The kernel's own full disk. */
    private static FileChannel onAFullDisk(Path file) throws IOException {
        Files.createFile(file);
        return FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    }
}
