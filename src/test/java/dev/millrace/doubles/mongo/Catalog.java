package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The databases: which collections and views there are. */
final class Catalog {
    private final Map<String, StoredCollection> collections = new ConcurrentHashMap<>();
    private final Map<String, View> views = new ConcurrentHashMap<>();
    private final boolean uniqueIds;

    /** @param uniqueIds false where several documents of a collection may have one {@code _id}, as in shards */
    Catalog(boolean uniqueIds) {
        this.uniqueIds = uniqueIds;
    }

    @Nullable
    StoredCollection find(String namespace) {
        return collections.get(namespace);
    }

    @Nullable
    View view(String namespace) {
        return views.get(namespace);
    }

    /** The collection, or an error where the namespace is a view. */
    @Nullable
    StoredCollection collectionNotView(String namespace) {
        if (views.containsKey(namespace)) {
            throw ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW.failure(
                    "Namespace " + namespace + " is a view, not a collection");
        }
        return find(namespace);
    }

    /** The collection; made, as any first write makes it, where it is not there. */
    StoredCollection forWriting(String namespace) {
        StoredCollection there = collectionNotView(namespace);
        return there != null ? there : create(namespace, new BsonDocument());
    }

    synchronized StoredCollection create(String namespace, BsonDocument options) {
        String database = namespace.substring(0, namespace.indexOf('.'));
        String name = namespace.substring(namespace.indexOf('.') + 1);
        boolean uniqueIds = this.uniqueIds && !options.containsKey("timeseries") && !namespace.equals("local.oplog.rs");
        return collections.computeIfAbsent(
                namespace, missing -> new StoredCollection(database, name, options, UUID.randomUUID(), uniqueIds));
    }

    synchronized void createView(View view) {
        views.put(view.database() + "." + view.name(), view);
        create(view.database() + ".system.views", new BsonDocument());
    }

    boolean exists(String namespace) {
        return collections.containsKey(namespace) || views.containsKey(namespace);
    }

    boolean drop(String namespace) {
        return (collections.remove(namespace) != null) | (views.remove(namespace) != null);
    }

    boolean dropDatabase(String database) {
        boolean there = !collections(database).isEmpty();
        collections.values().removeIf(collection -> collection.database.equals(database));
        views.values().removeIf(view -> view.database().equals(database));
        return there;
    }

    List<StoredCollection> collections(String database) {
        return collections.values().stream()
                .filter(collection -> collection.database.equals(database))
                .sorted(Comparator.comparing(collection -> collection.name))
                .toList();
    }

    List<View> views(String database) {
        return views.values().stream()
                .filter(view -> view.database().equals(database))
                .sorted(Comparator.comparing(View::name))
                .toList();
    }

    List<String> databases() {
        TreeSet<String> names = new TreeSet<>();
        collections.values().forEach(collection -> names.add(collection.database));
        return new ArrayList<>(names);
    }
}
