package dev.millrace.sink.object;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;

/** The parts that a directory holds, and which of them a run lays claim to; 16 bytes a part, for there may be millions. */
final class PartListing {

    private final ObjectStore store;
    private final String directory;
    private final String extension;
    private final BitSet claimed = new BitSet();
    private final BitSet summed = new BitSet();
    private long[] sizes = new long[16];
    private int[] sums = new int[16];

    private PartListing(ObjectStore store, String directory, String extension) {
        this.store = store;
        this.directory = directory;
        this.extension = extension;
        Arrays.fill(sizes, -1);
    }

    static PartListing of(ObjectStore store, String directory, String extension) {
        PartListing listing = new PartListing(store, directory, extension);
        store.list(directory + "part-", listing::remember);
        return listing;
    }

    /** Checks that the object is there as it was committed. */
    void verify(StoredObject expected) {
        OptionalInt part = part(expected.name());
        boolean there = part.isPresent() && part.getAsInt() < sizes.length && sizes[part.getAsInt()] >= 0;
        if (!there) {
            throw changed(expected, "is gone");
        }
        if (sizes[part.getAsInt()] != expected.size()) {
            throw changed(
                    expected, "has " + sizes[part.getAsInt()] + " bytes, not the " + expected.size() + " written");
        }
        if (summed.get(part.getAsInt())
                && expected.crc32c() != null
                && sums[part.getAsInt()] != Crc32c.parse(expected.crc32c())) {
            throw changed(expected, "has other content than was written");
        }
        claim(expected);
    }

    /** Keeps the object from being taken for a leftover. */
    void claim(StoredObject object) {
        part(object.name()).ifPresent(claimed::set);
    }

    /** Removes the parts of this run that it does not lay claim to: the work of processes that lost their lease. */
    void removeUnclaimed(String runId) {
        store.list(directory + "part-", object -> {
            OptionalInt part = ObjectLayout.partOf(directory, object.name());
            boolean ours = part.isPresent() && object.mayBelongTo(runId);
            if (ours && !(part(object.name()).isPresent() && claimed.get(part.getAsInt()))) {
                store.delete(object);
            }
        });
    }

    private void remember(StoredObject object) {
        OptionalInt part = part(object.name());
        if (part.isEmpty()) {
            return;
        }
        int index = part.getAsInt();
        if (index >= sizes.length) {
            int old = sizes.length;
            sizes = Arrays.copyOf(sizes, Math.max(index + 1, old * 2));
            Arrays.fill(sizes, old, sizes.length, -1);
            sums = Arrays.copyOf(sums, sizes.length);
        }
        sizes[index] = object.size();
        if (object.crc32c() != null) {
            summed.set(index);
            sums[index] = Crc32c.parse(object.crc32c());
        }
    }

    private OptionalInt part(String name) {
        return name.endsWith("." + extension) ? ObjectLayout.partOf(directory, name) : OptionalInt.empty();
    }

    private MillraceException changed(StoredObject object, String how) {
        return new MillraceException(
                FailureKind.CONFLICT,
                object.name() + " of " + store.description() + " " + how,
                "something else writes or deletes there; stop it and start the run over with --restart");
    }
}
