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
    final History history;
    private final Map<String, StoredCollection> collections = new ConcurrentHashMap<>();
    private final Map<String, View> views = new ConcurrentHashMap<>();
    private final boolean uniqueIds;

    /** @param uniqueIds false where several documents of a collection may have one {@code _id}, as in shards */
    Catalog(boolean uniqueIds, History history) {
        this.uniqueIds = uniqueIds;
        this.history = history;
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
        if (!collections.containsKey(namespace)) {
            history.noop();
        }
        boolean uniqueIds = this.uniqueIds && !options.containsKey("timeseries") && !namespace.equals("local.oplog.rs");
        return collections.computeIfAbsent(
                namespace,
                missing -> new StoredCollection(database, name, options, UUID.randomUUID(), uniqueIds, history));
    }

    synchronized void createView(View view) {
        views.put(view.database() + "." + view.name(), view);
        create(view.database() + ".system.views", new BsonDocument());
    }

    boolean exists(String namespace) {
        return collections.containsKey(namespace) || views.containsKey(namespace);
    }

    boolean drop(String namespace) {
        StoredCollection dropped = collections.remove(namespace);
        if (dropped != null) {
            history.record(
                    ChangeEntry.ofNamespace(ChangeEntry.Kind.DROP, dropped.database, dropped.name, dropped.uuid, null));
        }
        return (dropped != null) | (views.remove(namespace) != null);
    }

    /** The collection goes by another name, whose collection, if there is one, is gone. */
    synchronized void rename(StoredCollection from, String to) {
        int dot = to.indexOf('.');
        collections.put(to, from.renamed(to.substring(0, dot), to.substring(dot + 1)));
        collections.remove(from.namespace());
        history.record(ChangeEntry.ofNamespace(ChangeEntry.Kind.RENAME, from.database, from.name, from.uuid, to));
    }

    boolean dropDatabase(String database) {
        boolean there = !collections(database).isEmpty();
        collections(database).forEach(collection -> drop(collection.namespace()));
        views.values().removeIf(view -> view.database().equals(database));
        if (there) {
            history.record(ChangeEntry.ofNamespace(ChangeEntry.Kind.DROP_DATABASE, database, "", null, null));
        }
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
