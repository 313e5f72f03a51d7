package dev.millrace.doubles.mongo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** A collection in memory, by {@code _id} and by natural order. Thread-safe; nothing in it waits for the network. */
final class StoredCollection {
    private record Key(BsonValue id, long tie) {}

    private static final Comparator<Key> KEYS =
            Comparator.comparing(Key::id, ValueOrder.INSTANCE).thenComparingLong(Key::tie);

    final String database;
    final String name;
    final BsonDocument options;
    final UUID uuid;
    final Indexes indexes;
    private final boolean uniqueIds;
    private final History history;
    private final NavigableMap<Key, StoredDocument> byId = new TreeMap<>(KEYS);
    private final NavigableMap<Long, StoredDocument> byInsertion = new TreeMap<>();
    private long lastSequence;
    private long bytes;

    /**
     * @param uniqueIds false for the oplog and for time-series collections, which have no unique {@code _id}
     * @param history   is told of every change
     */
    StoredCollection(
            String database, String name, BsonDocument options, UUID uuid, boolean uniqueIds, History history) {
        this.history = history;
        this.database = database;
        this.name = name;
        this.options = options;
        this.uuid = uuid;
        this.uniqueIds = uniqueIds;
        this.indexes = new Indexes(namespace(), uniqueIds);
    }

    String namespace() {
        return database + "." + name;
    }

    boolean isCapped() {
        return options.containsKey("capped") && options.getBoolean("capped").getValue();
    }

    /** Whether change streams can be told what documents were before and after a change. */
    boolean keepsImages() {
        return options.isDocument("changeStreamPreAndPostImages")
                && Expression.isTrue(
                        options.getDocument("changeStreamPreAndPostImages").get("enabled"));
    }

    /** The same documents and indexes under another name; nobody is told. */
    synchronized StoredCollection renamed(String toDatabase, String toName) {
        StoredCollection renamed = new StoredCollection(toDatabase, toName, options, uuid, uniqueIds, history);
        for (StoredDocument document : byInsertion.values()) {
            renamed.indexes.add(document);
            renamed.put(document);
        }
        renamed.createIndexes(indexes.list().stream()
                .filter(index -> !index.name().equals("_id_"))
                .map(index -> index.specification)
                .toList());
        return renamed;
    }

    /** Stores the document; one without {@code _id} gets one in front, as the server does. */
    synchronized StoredDocument insert(byte[] document) {
        byte[] complete = uniqueIds ? withId(document) : document;
        StoredDocument stored = StoredDocument.of(complete, lastSequence + 1);
        validate(stored);
        if (uniqueIds) {
            checkId(stored.id());
            if (byId.containsKey(key(stored))) {
                throw indexes.duplicate("_id_", new BsonDocument("_id", new BsonInt32(1)), List.of(stored.id()));
            }
        }
        indexes.add(stored);
        put(stored);
        record(ChangeEntry.Kind.INSERT, stored.id(), null, complete);
        evict();
        return stored;
    }

    private void record(ChangeEntry.Kind kind, BsonValue id, byte @Nullable [] before, byte @Nullable [] after) {
        if (uniqueIds) {
            history.record(ChangeEntry.ofDocument(kind, this, id, before, after));
        }
    }

    /** Of a validator the double knows queries, not $jsonSchema. */
    private void validate(StoredDocument document) {
        boolean off = options.getString("validationLevel", new BsonString("strict"))
                .getValue()
                .equals("off");
        if (options.containsKey("validator")
                && !off
                && !options.getString("validationAction", new BsonString("error"))
                        .getValue()
                        .equals("warn")
                && !Filter.of(options.getDocument("validator")).matches(document.view())) {
            throw ErrorCode.DOCUMENT_VALIDATION_FAILURE.failure("Document failed validation");
        }
    }

    private void put(StoredDocument stored) {
        lastSequence = Math.max(lastSequence, stored.sequence());
        byId.put(key(stored), stored);
        byInsertion.put(stored.sequence(), stored);
        bytes += stored.bytes().length;
    }

    /**
     * Puts other bytes under the same {@code _id}, at the same place in natural order.
     *
     * @param kind what change streams are told: UPDATE or REPLACE
     */
    synchronized void replace(StoredDocument old, byte[] document, ChangeEntry.Kind kind) {
        StoredDocument next = StoredDocument.of(document, old.sequence());
        validate(next);
        indexes.remove(old);
        try {
            indexes.add(next);
        } catch (CommandFailure duplicate) {
            indexes.add(old);
            throw duplicate;
        }
        drop(old);
        put(next);
        record(kind, old.id(), old.bytes(), document);
    }

    synchronized void remove(StoredDocument document) {
        indexes.remove(document);
        drop(document);
        record(ChangeEntry.Kind.DELETE, document.id(), document.bytes(), null);
    }

    private void drop(StoredDocument document) {
        if (byId.remove(key(document)) != null) {
            byInsertion.remove(document.sequence());
            bytes -= document.bytes().length;
        }
    }

    private void evict() {
        if (!isCapped()) {
            return;
        }
        long maxBytes = options.getNumber("size").longValue();
        long maxDocuments =
                options.containsKey("max") ? options.getNumber("max").longValue() : Long.MAX_VALUE;
        while (byInsertion.size() > 1 && (bytes > maxBytes || byInsertion.size() > maxDocuments)) {
            StoredDocument oldest = byInsertion.firstEntry().getValue();
            indexes.remove(oldest);
            drop(oldest);
        }
    }

    /** Documents of a range in order of {@code _id} that the filter keeps, at most {@code max} of them. */
    synchronized List<StoredDocument> byId(
            IdRange range, boolean descending, Predicate<StoredDocument> filter, long max) {
        NavigableMap<Key, StoredDocument> part = byId;
        if (range.min() != null) {
            part = part.tailMap(new Key(range.min(), Long.MIN_VALUE), true);
        }
        if (range.max() != null) {
            Key end = new Key(range.max(), range.maxIncluded() ? Long.MAX_VALUE : Long.MIN_VALUE);
            if (!part.isEmpty() && KEYS.compare(part.firstKey(), end) > 0) {
                return List.of();
            }
            part = part.headMap(end, range.maxIncluded());
        }
        return take((descending ? part.descendingMap() : part).values(), filter, max);
    }

    synchronized List<StoredDocument> inNaturalOrder(boolean reverse, Predicate<StoredDocument> filter, long max) {
        return take((reverse ? byInsertion.descendingMap() : byInsertion).values(), filter, max);
    }

    private static List<StoredDocument> take(
            Collection<StoredDocument> documents, Predicate<StoredDocument> filter, long max) {
        List<StoredDocument> taken = new ArrayList<>();
        for (StoredDocument document : documents) {
            if (taken.size() >= max) {
                break;
            }
            if (filter.test(document)) {
                taken.add(document);
            }
        }
        return taken;
    }

    /** Builds all of them or none. */
    synchronized void createIndexes(List<BsonDocument> requested) {
        indexes.create(requested, byId.values());
    }

    /** Options as {@code collMod} gives them. */
    synchronized void change(BsonDocument changed) {
        options.putAll(changed);
    }

    synchronized List<StoredDocument> all() {
        return List.copyOf(byId.values());
    }

    synchronized long count() {
        return byInsertion.size();
    }

    /** Bytes of BSON in all documents. */
    synchronized long bytes() {
        return bytes;
    }

    private Key key(StoredDocument document) {
        return new Key(document.id(), uniqueIds ? 0 : document.sequence());
    }

    private static void checkId(BsonValue id) {
        String refused =
                switch (id.getBsonType()) {
                    case ARRAY -> "an array";
                    case REGULAR_EXPRESSION -> "a regex";
                    case UNDEFINED -> "a undefined";
                    default -> "";
                };
        if (!refused.isEmpty()) {
            throw ErrorCode.BAD_VALUE.failure("can't use " + refused + " for _id");
        }
    }

    private static byte[] withId(byte[] document) {
        String first = document.length > 5 ? RawBson.view(document).getFirstKey() : "";
        if (first.equals("_id")) {
            return document;
        }
        if (RawBson.view(document).containsKey("_id")) {
            return idFirst(document);
        }
        byte[] element = ByteBuffer.allocate(17)
                .put((byte) 7)
                .put("_id\0".getBytes(StandardCharsets.US_ASCII))
                .put(new ObjectId().toByteArray())
                .array();
        return RawBson.document(element, RawBson.elements(document));
    }

    private static byte[] idFirst(byte[] document) {
        List<byte[]> runs = new ArrayList<>();
        RawElement.of(document)
                .forEach(element -> runs.add(element.name().equals("_id") ? 0 : runs.size(), element.bytes()));
        return RawBson.document(runs.toArray(byte[][]::new));
    }
}
