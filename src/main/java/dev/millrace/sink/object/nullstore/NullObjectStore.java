package dev.millrace.sink.object.nullstore;

import dev.millrace.sink.object.Crc32c;
import dev.millrace.sink.object.ObjectAttributes;
import dev.millrace.sink.object.ObjectStore;
import dev.millrace.sink.object.ObjectWriter;
import dev.millrace.sink.object.StoredObject;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.Checksum;

/** Takes everything and keeps nothing: the rest of an export at its own speed. */
public final class NullObjectStore implements ObjectStore {

    @Override
    public String description() {
        return "null:";
    }

    @Override
    public long bytesPerWriter() {
        return 0;
    }

    @Override
    public boolean discards() {
        return true;
    }

    @Override
    public ObjectWriter create(String name, ObjectAttributes attributes) {
        return new Discarding(name);
    }

    @Override
    public StoredObject put(String name, byte[] content, ObjectAttributes attributes) {
        try (ObjectWriter writer = create(name, attributes)) {
            writer.write(content, 0, content.length);
            return writer.commit(Map.of());
        }
    }

    @Override
    public Optional<InputStream> read(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<StoredObject> stat(String name) {
        return Optional.empty();
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {}

    @Override
    public void delete(StoredObject object) {}

    @Override
    public StoredObject join(List<StoredObject> parts, String name, ObjectAttributes attributes) {
        long size = parts.stream().mapToLong(StoredObject::size).sum();
        return new StoredObject(name, size, null, 0, Map.of());
    }

    @Override
    public void removeLeftovers(String runId) {}

    @Override
    public void checkWritable() {}

    @Override
    public void close() {}

    private static final class Discarding implements ObjectWriter {

        private final String name;
        private final Checksum sum = Crc32c.running();
        private long size;

        Discarding(String name) {
            this.name = name;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            sum.update(source, offset, length);
            size += length;
        }

        @Override
        public StoredObject commit(Map<String, String> facts) {
            return new StoredObject(name, size, Crc32c.base64(sum.getValue()), 0, Map.of());
        }

        @Override
        public void close() {}
    }
}
