package dev.millrace.state.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import dev.millrace.state.DedupStore;
import dev.millrace.state.IdPage;
import dev.millrace.state.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ids of published events in Firestore: in the collection `ids` below the document of each stream, a document for up to
 * some thousand events, as one for each would cost more than the stream:
 *
 * <pre>
 * oldest, newest  times of the first and last event, as {@link IdPage#time} writes them
 * ids             with a space between
 * expireAt        when they run out, a timestamp
 * </pre>
 *
 * What has run out is removed by {@link #cleanUp}, and by Firestore itself where a TTL policy on the field `expireAt` of
 * the collection group `ids` is set.
 */
public final class FirestoreDedupStore implements DedupStore {

    /** Firestore takes 500 writes at once. */
    private static final int SWEPT_AT_ONCE = 300;

    private final FirestoreLink link;
    private final Duration lifetime;
    private final InstantSource clock;

    private FirestoreDedupStore(FirestoreLink link, Duration lifetime, InstantSource clock) {
        this.link = link;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * Connects at the first call.
     *
     * @param emulatorHost host and port of Google's emulator (FIRESTORE_EMULATOR_HOST); null for the service
     * @param lifetime     how long an id is remembered
     * @param timeout      how long a call may take
     * @param clock        by which lifetimes are measured
     */
    public static FirestoreDedupStore open(
            FirestoreLocation location,
            @Nullable String emulatorHost,
            Duration lifetime,
            Duration timeout,
            InstantSource clock) {
        return new FirestoreDedupStore(new FirestoreLink(location, emulatorHost, timeout), lifetime, clock);
    }

    @Override
    public String description() {
        return link.location().toString();
    }

    @Override
    public void remember(String stream, IdPage page) {
        Map<String, Object> fields = Map.of(
                "oldest",
                page.oldest(),
                "newest",
                page.newest(),
                "ids",
                String.join(" ", page.ids()),
                "expireAt",
                timestamp(clock.instant().plus(lifetime)));
        link.await(attempt("remember", stream), () -> ids(stream).document().create(fields));
    }

    @Override
    public List<IdPage> pages(String stream, long from, int skip, int most) {
        Timestamp now = timestamp(clock.instant());
        List<IdPage> pages = new ArrayList<>();
        for (QueryDocumentSnapshot found : link.await(
                        attempt("read", stream),
                        () -> ids(stream)
                                .whereGreaterThanOrEqualTo("oldest", from)
                                .orderBy("oldest")
                                .offset(skip)
                                .limit(most)
                                .get())
                .getDocuments()) {
            pages.add(page(found, now));
        }
        return pages;
    }

    private static IdPage page(QueryDocumentSnapshot found, Timestamp now) {
        Long oldest = found.getLong("oldest");
        Long newest = found.getLong("newest");
        String ids = found.getString("ids");
        Timestamp expireAt = found.getTimestamp("expireAt");
        if (oldest == null) {
            throw new IllegalStateException("a query by a field found a document without it");
        }
        boolean over = newest == null || ids == null || expireAt == null || expireAt.compareTo(now) <= 0;
        return over
                ? new IdPage(oldest, oldest, Set.of())
                : new IdPage(oldest, newest, Set.copyOf(Arrays.asList(ids.split(" "))));
    }

    @Override
    public int cleanUp(String stream) {
        Timestamp now = timestamp(clock.instant());
        int all = 0;
        List<QueryDocumentSnapshot> over;
        do {
            over = link.await(
                            attempt("clean up", stream),
                            () -> ids(stream)
                                    .whereLessThanOrEqualTo("expireAt", now)
                                    .limit(SWEPT_AT_ONCE)
                                    .get())
                    .getDocuments();
            if (!over.isEmpty()) {
                WriteBatch removal = link.firestore().batch();
                over.forEach(each -> removal.delete(each.getReference()));
                link.await(attempt("clean up", stream), removal::commit);
            }
            all += over.size();
        } while (over.size() == SWEPT_AT_ONCE);
        return all;
    }

    @Override
    public void close() {
        link.close();
    }

    private CollectionReference ids(String stream) {
        return link.collection().document(StreamName.checked(stream)).collection("ids");
    }

    private String attempt(String verb, String stream) {
        return verb + " the published events of the stream " + stream + " in " + description();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.ofTimeSecondsAndNanos(instant.getEpochSecond(), instant.getNano());
    }
}
