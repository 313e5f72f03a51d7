package dev.millrace.sink.object;

import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The parts that a directory holds, and which of them a run lays claim to; some 12 bytes a part, for there may be
 * millions. In pages, so that growing copies nothing and a stray object with a high number costs one page.
 */
final class PartListing {

    private static final int PAGE = 1 << 12;

    private final ObjectStore store;
    private final String directory;
    private final String extension;
    private final Map<Integer, Page> pages = new HashMap<>();

    private PartListing(ObjectStore store, String directory, String extension) {
        this.store = store;
        this.directory = directory;
        this.extension = extension;
    }

    /** What is known of so many parts in a row. */
    private static final class Page {
        final long[] sizes = new long[PAGE];
        final int[] sums = new int[PAGE];
        final BitSet summed = new BitSet(PAGE);
        final BitSet claimed = new BitSet(PAGE);

        Page() {
            Arrays.fill(sizes, -1);
        }
    }

    static PartListing of(ObjectStore store, String directory, String extension) {
        PartListing listing = new PartListing(store, directory, extension);
        store.list(directory + "part-", listing::remember);
        return listing;
    }

    /** Checks that the object is there as it was committed. */
    void verify(StoredObject expected) {
        OptionalInt part = part(expected.name());
        Page page = part.isPresent() ? pages.get(part.getAsInt() / PAGE) : null;
        int index = part.orElse(0) % PAGE;
        if (page == null || page.sizes[index] < 0) {
            throw changed(expected, "is gone");
        }
        if (page.sizes[index] != expected.size()) {
            throw changed(expected, "has " + page.sizes[index] + " bytes, not the " + expected.size() + " written");
        }
        if (page.summed.get(index)
                && expected.crc32c() != null
                && page.sums[index] != Crc32c.parse(expected.crc32c())) {
            throw changed(expected, "has other content than was written");
        }
        claim(expected);
    }

    /** Keeps the object from being taken for a leftover. */
    void claim(StoredObject object) {
        part(object.name()).ifPresent(part -> page(part).claimed.set(part % PAGE));
    }

    /** Removes the parts of this run that it does not lay claim to: the work of processes that lost their lease. */
    void removeUnclaimed(String runId) {
        store.list(directory + "part-", object -> {
            OptionalInt part = ObjectLayout.partOf(directory, object.name());
            boolean ours = part.isPresent() && object.mayBelongTo(runId);
            if (ours && !(part(object.name()).isPresent() && isClaimed(part.getAsInt()))) {
                store.delete(object);
            }
        });
    }

    private void remember(StoredObject object) {
        part(object.name()).ifPresent(part -> {
            Page page = page(part);
            page.sizes[part % PAGE] = object.size();
            if (object.crc32c() != null) {
                page.summed.set(part % PAGE);
                page.sums[part % PAGE] = Crc32c.parse(object.crc32c());
            }
        });
    }

    private boolean isClaimed(int part) {
        Page page = pages.get(part / PAGE);
        return page != null && page.claimed.get(part % PAGE);
    }

    private Page page(int part) {
        return pages.computeIfAbsent(part / PAGE, _ -> new Page());
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
