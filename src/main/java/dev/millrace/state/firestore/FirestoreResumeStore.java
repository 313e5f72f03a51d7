package dev.millrace.state.firestore;

import com.google.api.core.ApiFutures;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.Transaction;
import dev.millrace.state.LeasedClaim;
import dev.millrace.state.ResumeStore;
import dev.millrace.state.SavedPoint;
import dev.millrace.state.StoredPoint;
import dev.millrace.state.StreamClaim;
import dev.millrace.state.StreamConflict;
import dev.millrace.state.StreamName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Streams' places in Firestore, a document each in one collection, named as the stream:
 *
 * <pre>
 * token        the resume token as canonical Extended JSON
 * clusterTime  SECONDS:INCREMENT of the last event before it; missing where that is not known
 * events       published since the stream began
 * savedAt      2026-11-21T10:15:30.123Z, on the clock of the process that saved
 * owner        the process that has the stream, for people; missing while none has it
 * until        when its lease runs out, a timestamp on Firestore's clock
 * fence        number of the newest claim: a save with another one is refused
 * saves        how often that claim has saved
 * </pre>
 *
 * Each step is one transaction; time is that of its reads, Firestore's own. A lease that ran out is lost once another
 * process claims the stream. A document that is gone is put back by its owner's next sign of life.
 */
public final class FirestoreResumeStore implements ResumeStore {

    private final FirestoreLink link;
    private final String owner;
    private final Duration lease;

    private FirestoreResumeStore(FirestoreLink link, String owner, Duration lease) {
        this.link = link;
        this.owner = owner;
        this.lease = lease;
    }

    /**
     * Connects at the first call.
     *
     * @param emulatorHost host and port of Google's emulator (FIRESTORE_EMULATOR_HOST); null for the service
     * @param owner        this process, for people
     * @param lease        how long a stream stays this process's without a sign of life; several times the pause between
     *                     two
     * @param timeout      how long a call may take
     */
    public static FirestoreResumeStore open(
            FirestoreLocation location, @Nullable String emulatorHost, String owner, Duration lease, Duration timeout) {
        return new FirestoreResumeStore(new FirestoreLink(location, emulatorHost, timeout), owner, lease);
    }

    @Override
    public String description() {
        return link.location().toString();
    }

    @Override
    public Optional<StreamClaim> claim(String stream) {
        // A look takes no lock: standbys ask often, and must not be in the owner's way.
        if (isHeld(read("claim", stream))) {
            return Optional.empty();
        }
        return step("claim", stream, (transaction, found) -> {
            if (isHeld(found)) {
                return Optional.empty();
            }
            long fence = fenceAfter(found);
            Map<String, Object> fields = held(found, fence);
            fields.put("saves", 0L);
            transaction.set(found.getReference(), fields, SetOptions.merge());
            return Optional.of(new Claim(stream, fence));
        });
    }

    @Override
    public Optional<SavedPoint> look(String stream) {
        DocumentSnapshot found = read("read", stream);
        String token = found.getString("token");
        if (token == null) {
            return Optional.empty();
        }
        try {
            String clusterTime = found.getString("clusterTime");
            Long events = found.getLong("events");
            String savedAt = found.getString("savedAt");
            return Optional.of(new StoredPoint(
                            token,
                            clusterTime == null ? "" : clusterTime,
                            events == null ? 0 : events,
                            savedAt == null ? "" : savedAt)
                    .point());
        } catch (IllegalArgumentException e) {
            throw StreamConflict.unreadable(stream, description(), e);
        }
    }

    /** The document stays, with another fence: whoever had the stream long ago cannot bring its place back. */
    @Override
    public void forget(String stream) {
        Optional<String> holder = step("forget", stream, (transaction, found) -> {
            if (isHeld(found)) {
                return Optional.of(String.valueOf(found.getString("owner")));
            }
            if (found.exists()) {
                transaction.set(found.getReference(), Map.of("fence", fenceAfter(found)));
            }
            return Optional.empty();
        });
        if (holder.isPresent()) {
            throw StreamConflict.held(stream, description(), holder.get());
        }
    }

    @Override
    public void close() {
        link.close();
    }

    private DocumentSnapshot read(String verb, String stream) {
        DocumentReference document = link.collection().document(StreamName.checked(stream));
        return link.await(attempt(verb, stream), document::get);
    }

    /** @param work is given the document as it is; may be called several times */
    private <T> T step(String verb, String stream, BiFunction<Transaction, DocumentSnapshot, T> work) {
        DocumentReference document = link.collection().document(StreamName.checked(stream));
        return link.transaction(
                attempt(verb, stream),
                transaction -> ApiFutures.transform(
                        transaction.get(document), found -> work.apply(transaction, found), Runnable::run));
    }

    private String attempt(String verb, String stream) {
        return verb + " the stream " + stream + " in " + description();
    }

    private Map<String, Object> held(DocumentSnapshot found, long fence) {
        long until = micros(now(found)) + lease.toNanos() / 1_000;
        Map<String, Object> fields = new HashMap<>();
        fields.put("owner", owner);
        fields.put("until", Timestamp.ofTimeMicroseconds(until));
        fields.put("fence", fence);
        return fields;
    }

    private static boolean isHeld(DocumentSnapshot found) {
        Timestamp until = found.getTimestamp("until");
        return found.getString("owner") != null && until != null && until.compareTo(now(found)) > 0;
    }

    /** Larger than any before, even where Firestore lost the document. */
    private static long fenceAfter(DocumentSnapshot found) {
        Long before = found.getLong("fence");
        return Math.max(micros(now(found)), before == null ? 0 : before + 1);
    }

    private static Timestamp now(DocumentSnapshot found) {
        Timestamp time = found.getReadTime();
        if (time == null) {
            throw new IllegalStateException("a document was read at no time");
        }
        return time;
    }

    private static long micros(Timestamp time) {
        return time.getSeconds() * 1_000_000 + time.getNanos() / 1_000;
    }

    private final class Claim extends LeasedClaim {

        private final long fence;

        private Claim(String stream, long fence) {
            super(stream, description());
            this.fence = fence;
        }

        @Override
        protected Optional<SavedPoint> read() {
            return look(stream());
        }

        @Override
        protected boolean keep(String attempt, long saves, @Nullable SavedPoint place) {
            StoredPoint stored = place == null ? null : StoredPoint.of(place);
            return step(attempt, stream(), (transaction, found) -> isKept(transaction, found, saves, stored));
        }

        private boolean isKept(
                Transaction transaction, DocumentSnapshot found, long number, @Nullable StoredPoint place) {
            if (found.exists() && !isOwn(found)) {
                return false;
            }
            Map<String, Object> fields = held(found, fence);
            Long before = found.getLong("saves");
            if (before == null || before < number) {
                fields.put("saves", number);
                if (place != null) {
                    fields.put("token", place.token());
                    fields.put(
                            "clusterTime", place.clusterTime().isEmpty() ? FieldValue.delete() : place.clusterTime());
                    fields.put("events", place.events());
                    fields.put("savedAt", place.savedAt());
                }
            }
            transaction.set(found.getReference(), fields, SetOptions.merge());
            return true;
        }

        private boolean isOwn(DocumentSnapshot found) {
            Long newest = found.getLong("fence");
            return newest != null && newest == fence && found.getString("owner") != null;
        }

        @Override
        protected void release() {
            boolean _ = step("release", stream(), (transaction, found) -> {
                boolean own = isOwn(found);
                if (own) {
                    transaction.update(
                            found.getReference(), Map.of("owner", FieldValue.delete(), "until", FieldValue.delete()));
                }
                return own;
            });
        }
    }
}
