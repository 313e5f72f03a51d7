package dev.millrace.sink.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.model.MillraceException;
import dev.millrace.sink.object.file.FileObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartListingTest {

    private static final String DIRECTORY = "shop/orders/";

    @TempDir
    Path directory;

    private FileObjectStore store;

    @BeforeEach
    void open() {
        store = new FileObjectStore(directory);
    }

    @Test
    void strayObjectsWithHighNumbersTakeNoMemoryForThoseBelow() {
        StoredObject part = put("part-00003.jsonl");
        put("part-2000000000.jsonl");
        StoredObject last = put("part-2147483647.jsonl");

        PartListing listing = PartListing.of(store, DIRECTORY, "jsonl");
        listing.verify(part);
        listing.verify(last);
        listing.removeUnclaimed("run");

        assertThat(store.stat(part.name())).isPresent();
        assertThat(store.stat(last.name())).isPresent();
        assertThat(store.stat(DIRECTORY + "part-2000000000.jsonl")).isEmpty();
    }

    @Test
    void tellsWhatIsGoneFromWhatHasChanged() {
        StoredObject part = put("part-00003.jsonl");
        PartListing listing = PartListing.of(store, DIRECTORY, "jsonl");
        StoredObject longer = new StoredObject(part.name(), 99, null, 0, part.metadata());
        StoredObject other = new StoredObject(DIRECTORY + "part-04099.jsonl", 1, null, 0, part.metadata());

        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> listing.verify(longer))
                .withMessageContaining("not the 99 written");
        assertThatExceptionOfType(MillraceException.class)
                .isThrownBy(() -> listing.verify(other))
                .withMessageContaining("is gone");
    }

    private StoredObject put(String name) {
        return store.put(
                DIRECTORY + name,
                name.getBytes(StandardCharsets.US_ASCII),
                ObjectAttributes.ofRun("run", "application/x-ndjson"));
    }
}
