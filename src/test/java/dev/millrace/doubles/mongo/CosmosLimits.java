package dev.millrace.doubles.mongo;

import java.util.Set;
import org.bson.BsonDocument;

/** What Cosmos DB does not do in a query. */
final class CosmosLimits {
    private static final int NOT_SUPPORTED = 115;
    private static final Set<String> MISSING_OPTIONS = Set.of("min", "max", "returnKey", "showRecordId");

    private CosmosLimits() {}

    static void check(Call call, Catalog catalog) {
        switch (call.name()) {
            case "find" -> {
                for (String option : MISSING_OPTIONS) {
                    if (call.body().containsKey(option)) {
                        throw notSupported("the option '" + option + "' of find");
                    }
                }
                checkSort(call, call.document("sort"), catalog);
            }
            case "aggregate" -> {
                BsonDocument first = CosmosCommands.firstStage(call);
                if (first.containsKey("$collStats")) {
                    throw notSupported("the stage $collStats");
                }
                checkSort(call, first.getDocument("$sort", new BsonDocument()), catalog);
            }
            default -> {}
        }
    }

    /** By default only `_id` is indexed, and what has no index cannot be sorted by. */
    private static void checkSort(Call call, BsonDocument sort, Catalog catalog) {
        StoredCollection collection = catalog.find(call.namespace());
        for (String field : sort.keySet()) {
            boolean indexed = field.equals("_id")
                    || field.equals("$natural")
                    || collection == null
                    || collection.indexes.list().stream()
                            .anyMatch(index -> index.key().containsKey("$**")
                                    || index.key().getFirstKey().equals(field));
            if (!indexed) {
                throw ErrorCode.BAD_VALUE.failure(
                        "The index path corresponding to the specified order-by item is excluded.");
            }
        }
    }

    private static CommandFailure notSupported(String what) {
        return new CommandFailure(NOT_SUPPORTED, "CommandNotSupported", what + " is not supported");
    }
}
