package dev.millrace.doubles.mongo;

import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/** {@code collMod}: validation of a collection, expiry of an index or of a collection. */
final class CollectionChange {
    private static final Set<String> OPTIONS =
            Set.of("validator", "validationLevel", "validationAction", "changeStreamPreAndPostImages");

    private final Catalog catalog;

    CollectionChange(Catalog catalog) {
        this.catalog = catalog;
    }

    Reply apply(Call call) {
        StoredCollection collection = catalog.collectionNotView(call.namespace());
        if (collection == null) {
            throw ErrorCode.NAMESPACE_NOT_FOUND.failure("ns does not exist");
        }
        BsonDocument reply = new BsonDocument();
        BsonDocument changed = new BsonDocument();
        call.body().forEach((name, value) -> {
            if (OPTIONS.contains(name)
                    || (name.equals("expireAfterSeconds") && collection.options.containsKey("timeseries"))) {
                changed.append(
                        name,
                        RawBson.decode(RawBson.encode(new BsonDocument("v", value)))
                                .get("v"));
            }
        });
        collection.change(changed);
        BsonDocument index = call.document("index");
        if (!index.isEmpty()) {
            BsonValue seconds = index.get("expireAfterSeconds");
            BsonValue before =
                    collection.indexes.change(index.getString("name").getValue(), "expireAfterSeconds", seconds);
            reply.append(
                            "expireAfterSeconds_old",
                            new BsonInt64(before.asNumber().longValue()))
                    .append(
                            "expireAfterSeconds_new",
                            new BsonInt64(seconds.asNumber().longValue()));
        }
        return Reply.ok(reply);
    }
}
