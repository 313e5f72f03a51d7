package dev.millrace.source.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.millrace.model.CollectionInfo;
import dev.millrace.model.FailureKind;
import dev.millrace.model.MillraceException;
import dev.millrace.model.Namespace;
import dev.millrace.source.NamespaceSelection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Finds the collections that a selection names. */
final class CollectionFinder {

    private final MongoClient client;
    private final NamespaceSelection selection;
    private final Map<String, Listing> listings = new TreeMap<>();

    CollectionFinder(MongoClient client, NamespaceSelection selection) {
        this.client = client;
        this.selection = selection;
    }

    List<CollectionInfo> find() {
        for (String database : databases()) {
            listings.put(database, Listing.of(database(database)));
        }
        Map<Namespace, BsonDocument> found = new TreeMap<>();
        listings.forEach((database, listing) -> listing.entries().forEach(entry -> {
            Namespace namespace =
                    new Namespace(database, entry.getString("name").getValue());
            if (selection.matches(namespace)) {
                found.put(namespace, entry);
            }
        }));
        selection.patterns().forEach(pattern -> require(pattern, found));
        List<CollectionInfo> collections = new ArrayList<>();
        found.forEach((namespace, entry) ->
                collections.add(new CollectionFacts(database(namespace.database()), namespace, entry).gather()));
        return collections;
    }

    private Set<String> databases() {
        Set<String> databases = new LinkedHashSet<>();
        for (String pattern : selection.patterns()) {
            String database = NamespaceSelection.databaseOf(pattern);
            if (database == null) {
                client.listDatabaseNames().into(databases);
            } else {
                databases.add(database);
            }
        }
        return databases;
    }

    /** Sees to it that a pattern without `*` found something. */
    private void require(String pattern, Map<Namespace, BsonDocument> found) {
        if (pattern.contains("*")) {
            return;
        }
        NamespaceSelection alone = new NamespaceSelection(List.of(pattern));
        if (found.keySet().stream().anyMatch(alone::matches)) {
            return;
        }
        if (!NamespaceSelection.isExact(pattern)) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    "database " + pattern + " is not there, or has no collections",
                    "check the name; a single collection is written database.collection");
        }
        Namespace namespace = Namespace.parse(pattern);
        if (namespace.isSystem()) {
            throw new MillraceException(
                    FailureKind.NOT_FOUND, namespace + " belongs to the system", "name a collection of your own");
        }
        Listing listing = listings.get(namespace.database());
        if (listing == null || listing.detail() != Listing.Detail.NONE) {
            List<String> names = listing == null ? List.of() : listing.names();
            throw new MillraceException(
                    FailureKind.NOT_FOUND,
                    "collection " + namespace + " is not there"
                            + (names.isEmpty() ? ", and its database has no collections that this user may see" : ""),
                    Suggestions.among(names, namespace.collection()));
        }
        // Nobody may list this database. The name is taken at its word; reading it will show.
        found.put(namespace, new BsonDocument("name", new BsonString(namespace.collection())));
    }

    private MongoDatabase database(String name) {
        try {
            return client.getDatabase(name);
        } catch (IllegalArgumentException e) {
            throw MillraceException.usage("'" + name + "' is not a database's name", "write database.collection");
        }
    }
}
