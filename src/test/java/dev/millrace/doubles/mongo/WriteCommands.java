package dev.millrace.doubles.mongo;

import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** insert, update and delete, with the errors of single writes inside a reply that is ok. */
final class WriteCommands {
    private static final String BYPASS = "bypassEmptyTsReplacement";

    /** Of MongoDB 5.0. */
    private static final int FIRST_WITH_BYPASS = 13;

    private static final int DATA_BEARING_NODES = 1;
    private static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

    private final Catalog catalog;
    private final LogicalClock clock;
    private final Members members;
    private final Settings settings;
    private final @Nullable CosmosCommands cosmos;

    WriteCommands(
            Catalog catalog, LogicalClock clock, Members members, Settings settings, @Nullable CosmosCommands cosmos) {
        this.members = members;
        this.cosmos = cosmos;
        this.catalog = catalog;
        this.clock = clock;
        this.settings = settings;
    }

    void register(Map<String, Command> commands) {
        commands.put("insert", this::insert);
        commands.put("update", this::update);
        commands.put("delete", this::delete);
    }

    private Reply insert(Call call) {
        boolean asIs = asIs(call);
        StoredCollection collection = catalog.forWriting(call.namespace());
        List<byte[]> documents = call.documents("documents");
        int[] inserted = {0};
        BsonArray errors = each(call, documents, index -> {
            checkSize(documents.get(index));
            byte[] document = documents.get(index);
            collection.insert(asIs ? document : EmptyTimestamps.filled(document, clock));
            inserted[0]++;
        });
        return reply(call, new BsonDocument("n", new BsonInt32(inserted[0])), errors);
    }

    /** Since 5.0 a client may ask for empty timestamps to be left as they are; older servers do not know the field. */
    private boolean asIs(Call call) {
        if (!call.body().containsKey(BYPASS)) {
            return false;
        }
        if (settings.maxWireVersion() < FIRST_WITH_BYPASS) {
            throw new CommandFailure(
                    40415, "Location40415", "BSON field '" + call.name() + "." + BYPASS + "' is an unknown field.");
        }
        return call.flag(BYPASS, false);
    }

    private static void checkSize(byte[] document) {
        if (document.length > MAX_DOCUMENT_BYTES) {
            throw ErrorCode.BAD_VALUE.failure("object to insert too large. size in bytes: " + document.length
                    + ", max size: " + MAX_DOCUMENT_BYTES);
        }
    }

    private Reply update(Call call) {
        boolean asIs = asIs(call);
        List<byte[]> updates = call.documents("updates");
        Updating updating = new Updating(catalog.forWriting(call.namespace()), asIs ? null : clock);
        BsonArray errors = each(call, updates, index -> updating.apply(index, RawBson.decode(updates.get(index))));
        return reply(call, updating.counts(), errors);
    }

    private Reply delete(Call call) {
        @Nullable StoredCollection collection = catalog.collectionNotView(call.namespace());
        List<byte[]> deletes = call.documents("deletes");
        int[] deleted = {0};
        BsonArray errors = each(call, deletes, index -> {
            BsonDocument delete = RawBson.decode(deletes.get(index));
            if (collection != null) {
                deleted[0] += delete(collection, delete);
            }
        });
        return reply(call, new BsonDocument("n", new BsonInt32(deleted[0])), errors);
    }

    private static int delete(StoredCollection collection, BsonDocument delete) {
        Filter filter = Filter.of(delete.getDocument("q"));
        long most = Call.number(delete, "limit", 0) == 1 ? 1 : Long.MAX_VALUE;
        List<StoredDocument> matching =
                collection.byId(filter.idRange(), false, document -> filter.matches(document.view()), most);
        matching.forEach(collection::remove);
        return matching.size();
    }

    /** Runs the writes in order; after an error an ordered batch stops, an unordered one goes on. */
    private BsonArray each(Call call, List<byte[]> writes, IntConsumer write) {
        boolean ordered = call.flag("ordered", true);
        BsonArray errors = new BsonArray();
        for (int index = 0; index < writes.size(); index++) {
            try {
                if (cosmos != null) {
                    cosmos.write(call, writes.get(index).length);
                }
                write.accept(index);
            } catch (CommandFailure failure) {
                BsonDocument error =
                        new BsonDocument("index", new BsonInt32(index)).append("code", new BsonInt32(failure.code));
                error.putAll(failure.extras());
                errors.add(error.append("errmsg", new BsonString(failure.getMessage())));
                if (ordered) {
                    break;
                }
            }
        }
        return errors;
    }

    private Reply reply(Call call, BsonDocument counts, BsonArray errors) {
        if (!errors.isEmpty()) {
            counts.append("writeErrors", errors);
        }
        if (settings.topology() == Topology.REPLICA_SET) {
            counts.append("opTime", clock.opTime()).append("electionId", members.election());
        }
        BsonDocument concern = call.document("writeConcern");
        if (concern.isNumber("w") && concern.getNumber("w", new BsonInt32(1)).intValue() > DATA_BEARING_NODES) {
            counts.append(
                    "writeConcernError",
                    new BsonDocument("code", new BsonInt32(100))
                            .append("codeName", new BsonString("UnsatisfiableWriteConcern"))
                            .append("errmsg", new BsonString("Not enough data-bearing nodes")));
        }
        return Reply.ok(counts);
    }
}
