package dev.millrace.sink.object;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store whose process dies in front of its n-th change: from then on nothing happens any more, not even a clean-up. */
public final class StoppingStore implements ObjectStore {

    private final ObjectStore store;
    private int left;

    public StoppingStore(ObjectStore store, int changes) {
        this.store = store;
        this.left = changes;
    }

    /** The death of the process. */
    public static final class Stopped extends Error {
        private static final long serialVersionUID = 1;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public long bytesPerWriter() {
        return store.bytesPerWriter();
    }

    @Override
    public ObjectWriter create(String name, ObjectAttributes attributes) {
        step();
        ObjectWriter writer = store.create(name, attributes);
        return new ObjectWriter() {
            @Override
            public void write(byte[] source, int offset, int length) {
                step();
                writer.write(source, offset, length);
            }

            @Override
            public StoredObject commit(Map<String, String> facts) {
                step();
                return writer.commit(facts);
            }

            @Override
            public void close() {
                if (left > 0) {
                    writer.close();
                }
            }
        };
    }

    @Override
    public StoredObject put(String name, byte[] content, ObjectAttributes attributes) {
        step();
        return store.put(name, content, attributes);
    }

    @Override
    public Optional<InputStream> read(String name) {
        return store.read(name);
    }

    @Override
    public Optional<StoredObject> stat(String name) {
        return store.stat(name);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> each) {
        store.list(prefix, each);
    }

    @Override
    public void delete(StoredObject object) {
        step();
        store.delete(object);
    }

    @Override
    public StoredObject join(List<StoredObject> parts, String name, ObjectAttributes attributes) {
        step();
        return store.join(parts, name, attributes);
    }

    @Override
    public void removeLeftovers(String runId) {
        store.removeLeftovers(runId);
    }

    @Override
    public void checkWritable() {
        store.checkWritable();
    }

    @Override
    public void close() {}

    private void step() {
        if (left-- <= 0) {
            left = 0;
            throw new Stopped();
        }
    }
}
