package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Databases, collections, views and their indexes: list, create, drop. */
final class CatalogCommands {
    private static final Set<String> NOT_OPTIONS =
            Set.of("create", "lsid", "$clusterTime", "$db", "$readPreference", "writeConcern", "txnNumber", "comment");

    private final Catalog catalog;
    private final Cursors cursors;

    CatalogCommands(Catalog catalog, Cursors cursors) {
        this.catalog = catalog;
        this.cursors = cursors;
    }

    void register(Map<String, Command> commands) {
        commands.put("listDatabases", this::listDatabases);
        commands.put("listCollections", this::listCollections);
        commands.put("listIndexes", this::listIndexes);
        commands.put("create", this::create);
        commands.put("createIndexes", this::createIndexes);
        commands.put("renameCollection", this::rename);
        commands.put("collMod", call -> new CollectionChange(catalog).apply(call));
        commands.put("drop", this::drop);
        commands.put("dropDatabase", this::dropDatabase);
    }

    private Reply listDatabases(Call call) {
        if (!call.database().equals("admin")) {
            throw ErrorCode.UNAUTHORIZED.failure("listDatabases may only be run against the admin database.");
        }
        Filter filter = Filter.of(call.document("filter"));
        boolean nameOnly = call.flag("nameOnly", false);
        BsonArray databases = new BsonArray();
        double total = 0;
        for (String name : catalog.databases()) {
            double bytes = 4096;
            for (StoredCollection collection : catalog.collections(name)) {
                bytes += collection.bytes();
            }
            BsonDocument database = new BsonDocument("name", new BsonString(name))
                    .append("sizeOnDisk", new BsonDouble(bytes))
                    .append("empty", BsonBoolean.FALSE);
            if (filter.matches(database)) {
                total += bytes;
                databases.add(nameOnly ? new BsonDocument("name", new BsonString(name)) : database);
            }
        }
        BsonDocument reply = new BsonDocument("databases", databases);
        return Reply.ok(nameOnly ? reply : reply.append("totalSize", new BsonDouble(total)));
    }

    private Reply listCollections(Call call) {
        Filter filter = Filter.of(call.document("filter"));
        List<BsonDocument> entries = new ArrayList<>();
        catalog.collections(call.database()).forEach(collection -> entries.add(CatalogEntries.of(collection)));
        catalog.views(call.database()).forEach(view -> entries.add(CatalogEntries.of(view)));
        boolean nameOnly = call.flag("nameOnly", false);
        List<byte[]> kept = entries.stream()
                .filter(filter::matches)
                .map(entry -> nameOnly ? CatalogEntries.nameOnly(entry) : entry)
                .map(RawBson::encode)
                .toList();
        return firstBatch(call, call.database() + ".$cmd.listCollections", kept);
    }

    private Reply listIndexes(Call call) {
        StoredCollection collection = catalog.collectionNotView(call.namespace());
        if (collection == null) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("ns does not exist: " + call.namespace());
        }
        List<byte[]> indexes = collection.indexes.list().stream()
                .map(index -> RawBson.encode(index.specification))
                .toList();
        return firstBatch(call, call.namespace(), indexes);
    }

    private Reply firstBatch(Call call, String namespace, List<byte[]> documents) {
        OpenCursor cursor = new OpenCursor(namespace, documents, document -> document, true);
        long batchSize = Call.number(call.document("cursor"), "batchSize", Long.MAX_VALUE);
        return cursors.first(cursor, batchSize, false);
    }

    private Reply create(Call call) {
        String namespace = call.namespace();
        if (catalog.exists(namespace)) {
            throw ErrorCode.NAMESPACE_EXISTS.failure("a collection '" + namespace + "' already exists");
        }
        BsonDocument options = new BsonDocument();
        call.body().forEach((name, value) -> {
            if (!NOT_OPTIONS.contains(name)) {
                options.append(name, value);
            }
        });
        create(namespace, RawBson.decode(RawBson.encode(options)));
        return Reply.ok();
    }

    void create(String namespace, BsonDocument options) {
        int dot = namespace.indexOf('.');
        if (options.containsKey("viewOn")) {
            List<BsonDocument> pipeline = options.getArray("pipeline", new BsonArray()).stream()
                    .map(BsonValue::asDocument)
                    .toList();
            catalog.createView(new View(
                    namespace.substring(0, dot),
                    namespace.substring(dot + 1),
                    options.getString("viewOn").getValue(),
                    pipeline,
                    options));
            return;
        }
        if (Expression.isTrue(options.get("capped")) && !options.containsKey("size")) {
            throw ErrorCode.INVALID_OPTIONS.failure("the 'size' field is required when 'capped' is true");
        }
        catalog.create(namespace, options);
        if (options.containsKey("timeseries")) {
            catalog.create(
                    namespace.substring(0, dot) + ".system.buckets" + namespace.substring(dot), new BsonDocument());
        }
    }

    private Reply createIndexes(Call call) {
        boolean automatic = !catalog.exists(call.namespace());
        StoredCollection collection = catalog.forWriting(call.namespace());
        int before = collection.indexes.list().size();
        collection.createIndexes(
                call.documents("indexes").stream().map(RawBson::decode).toList());
        int after = collection.indexes.list().size();
        BsonDocument reply = new BsonDocument("createdCollectionAutomatically", BsonBoolean.valueOf(automatic))
                .append("numIndexesBefore", new BsonInt32(before))
                .append("numIndexesAfter", new BsonInt32(after));
        return Reply.ok(before == after ? reply.append("note", new BsonString("all indexes already exist")) : reply);
    }

    private Reply rename(Call call) {
        String from = call.text("renameCollection", "");
        String to = call.text("to", "");
        StoredCollection source = catalog.collectionNotView(from);
        if (source == null) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("Source collection " + from + " does not exist");
        }
        if (catalog.exists(to) && !call.flag("dropTarget", false)) {
            throw ErrorCode.NAMESPACE_EXISTS.failure("target namespace exists");
        }
        cursors.killOf(from);
        catalog.rename(source, to);
        return Reply.ok();
    }

    private Reply drop(Call call) {
        StoredCollection collection = catalog.find(call.namespace());
        if (!catalog.drop(call.namespace())) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("ns not found");
        }
        cursors.killOf(call.namespace());
        BsonDocument reply = new BsonDocument();
        if (collection != null) {
            reply.append("nIndexesWas", new BsonInt32(collection.indexes.list().size()));
        }
        return Reply.ok(reply.append("ns", new BsonString(call.namespace())));
    }

    private Reply dropDatabase(Call call) {
        boolean there = catalog.dropDatabase(call.database());
        return Reply.ok(there ? new BsonDocument("dropped", new BsonString(call.database())) : new BsonDocument());
    }
}
