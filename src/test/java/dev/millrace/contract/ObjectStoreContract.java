package dev.millrace.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What every object store does. */
public abstract class ObjectStoreContract {

    protected static final ObjectAttributes CHUNK_3 = ObjectAttributes.ofChunk("run-1", 3, "application/octet-stream");

    /** An empty store; the same one within a test. */
    protected abstract ObjectStore store();

    /** The store as another process sees it. */
    protected abstract ObjectStore reopened();

    @Test
    void keepsExactlyTheBytesThatWereWritten() throws IOException {
        byte[] content = bytes(1_700_001, 1);

        StoredObject stored = write(store(), "shop/orders/part-00000.bson", content);

        assertThat(stored.size()).isEqualTo(content.length);
        assertThat(stored.crc32c()).isEqualTo(sum(content));
        assertThat(read("shop/orders/part-00000.bson")).isEqualTo(content);
    }

    @Test
    void keepsAnEmptyObject() throws IOException {
        write(store(), "empty", new byte[0]);

        assertThat(read("empty")).isEmpty();
        assertThat(store().stat("empty")).get().extracting(StoredObject::size).isEqualTo(0L);
    }

    @Test
    void showsNothingBeforeTheCommit() {
        try (ObjectWriter writer = store().create("a/part-00000.bson", CHUNK_3)) {
            writer.write(bytes(300_000, 2), 0, 300_000);

            assertThat(store().stat("a/part-00000.bson")).isEmpty();
            assertThat(names("")).isEmpty();
        }
    }

    @Test
    void leavesNothingOfAnObjectThatWasGivenUp() {
        ObjectWriter writer = store().create("a/part-00000.bson", CHUNK_3);
        writer.write(bytes(2_000_000, 2), 0, 2_000_000);

        writer.close();
        writer.close();

        assertThat(names("")).isEmpty();
    }

    @Test
    void replacesAnObjectOfTheSameName() throws IOException {
        write(store(), "a/b", bytes(1_200_000, 3));
        StoredObject second = write(store(), "a/b", bytes(999, 4));

        assertThat(read("a/b")).isEqualTo(bytes(999, 4));
        assertThat(store().stat("a/b"))
                .get()
                .satisfies(there -> assertThat(there.matches(second)).isTrue());
    }

    @Test
    void writesTheSameNameFromTwoSidesAtOnce() throws IOException {
        try (ObjectWriter one = store().create("a/b", CHUNK_3);
                ObjectWriter other = store().create("a/b", CHUNK_3)) {
            one.write(bytes(10, 5), 0, 10);
            other.write(bytes(10, 5), 0, 10);

            one.commit(Map.of());
            other.commit(Map.of());
        }

        assertThat(read("a/b")).isEqualTo(bytes(10, 5));
        assertThat(names("")).containsExactly("a/b");
    }

    @Test
    void listsByPrefixInOrder() {
        for (String name : List.of("s/b/part-00001", "s/b/part-00000", "s/b.json", "s/bc/part-00000", "t")) {
            write(store(), name, bytes(3, 6));
        }

        assertThat(names("s/b/part-")).containsExactly("s/b/part-00000", "s/b/part-00001");
        assertThat(names("")).containsExactly("s/b.json", "s/b/part-00000", "s/b/part-00001", "s/bc/part-00000", "t");
        assertThat(names("nowhere/")).isEmpty();
    }

    @Test
    void deletesAnObjectOnceOrTwice() {
        StoredObject stored = write(store(), "a/b", bytes(3, 7));

        store().delete(stored);
        store().delete(stored);

        assertThat(store().stat("a/b")).isEmpty();
        assertThat(store().read("a/b")).isEmpty();
    }

    @Test
    void putsSmallObjectsAndReplacesThem() throws IOException {
        store().put("manifest.json", bytes(20, 8), ObjectAttributes.ofRun("run-1", "application/json"));
        store().put("manifest.json", bytes(10, 9), ObjectAttributes.ofRun("run-1", "application/json"));

        assertThat(read("manifest.json")).isEqualTo(bytes(10, 9));
    }

    @Test
    void takesNamesWithPercentSignsAndDots() throws IOException {
        write(store(), "a%2Fb/c..d~/%2E.bson", bytes(5, 10));

        assertThat(read("a%2Fb/c..d~/%2E.bson")).isEqualTo(bytes(5, 10));
        assertThat(names("a%2Fb/")).containsExactly("a%2Fb/c..d~/%2E.bson");
    }

    @Test
    void joinsPartsInOrderAndRemovesThem() throws IOException {
        List<StoredObject> parts = parts(70);

        StoredObject joined = store().join(parts, "s/c.bson", ObjectAttributes.ofRun("run-1", "application/bson"));

        assertThat(read("s/c.bson")).isEqualTo(joinedBytes(70));
        assertThat(joined.size()).isEqualTo(joinedBytes(70).length);
        assertThat(joined.crc32c()).isEqualTo(sum(joinedBytes(70)));
        assertThat(names("")).containsExactly("s/c.bson");
    }

    @Test
    void joinsASinglePart() throws IOException {
        store().join(parts(1), "s/c.bson", ObjectAttributes.ofRun("run-1", "application/bson"));

        assertThat(read("s/c.bson")).isEqualTo(joinedBytes(1));
        assertThat(names("")).containsExactly("s/c.bson");
    }

    @Test
    void joinsAgainAfterEverythingWasJoined() throws IOException {
        List<StoredObject> parts = parts(40);
        ObjectAttributes attributes = ObjectAttributes.ofRun("run-1", "application/bson");
        store().join(parts, "s/c.bson", attributes);

        StoredObject again = reopened().join(parts, "s/c.bson", attributes);

        assertThat(again.crc32c()).isEqualTo(sum(joinedBytes(40)));
        assertThat(read("s/c.bson")).isEqualTo(joinedBytes(40));
    }

    @Test
    void joinsNewPartsInPlaceOfAnOlderJoinedObject() throws IOException {
        ObjectAttributes attributes = ObjectAttributes.ofRun("run-1", "application/bson");
        store().join(parts(40), "s/c.bson", attributes);
        List<StoredObject> written = parts(3);

        store().join(written, "s/c.bson", attributes);

        assertThat(read("s/c.bson")).isEqualTo(joinedBytes(3));
    }

    @Test
    void refusesToJoinWithoutAPart() {
        List<StoredObject> parts = parts(3);
        store().delete(parts.get(1));

        assertThatThrownBy(() -> store().join(parts, "s/c.bson", ObjectAttributes.ofRun("run-1", "application/bson")))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFLICT))
                .hasMessageContaining("part-00001");
    }

    @Test
    void isWritableAndSaysNothing() {
        store().checkWritable();

        assertThat(names("")).isEmpty();
    }

    protected static StoredObject write(ObjectStore store, String name, byte[] content) {
        try (ObjectWriter writer = store.create(name, CHUNK_3)) {
            // Pieces of many sizes, as encoders write them.
            int step = 1;
            for (int at = 0; at < content.length; at += step, step = step * 3 % 70_001) {
                writer.write(content, at, Math.min(step, content.length - at));
            }
            return writer.commit(Map.of(ObjectAttributes.ROWS, "1"));
        }
    }

    protected List<StoredObject> parts(int count) {
        List<StoredObject> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            parts.add(write(store(), String.format("s/c/part-%05d.bson", part), bytes(1000 + part, part)));
        }
        return parts;
    }

    protected static byte[] joinedBytes(int count) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (int part = 0; part < count; part++) {
            all.writeBytes(bytes(1000 + part, part));
        }
        return all.toByteArray();
    }

    protected byte[] read(String name) throws IOException {
        try (InputStream in = reopened().read(name).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    protected List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        reopened().list(prefix, object -> names.add(object.name()));
        return names;
    }

    protected static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    protected static String sum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(Arrays.copyOf(content, content.length));
        return Crc32c.base64(sum.getValue());
    }
}
