package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What stands in {@code $changeStream}, and the stages behind it. */
record ChangeOptions(
        ChangeScope scope,
        String fullDocument,
        String beforeChange,
        BsonDocument stage,
        List<BsonDocument> stages,
        boolean splits) {
    private static final Set<String> STARTS = Set.of("resumeAfter", "startAfter", "startAtOperationTime");
    private static final Set<String> ALLOWED =
            Set.of("$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact");
    private static final String SPLIT = "$changeStreamSplitLargeEvent";
    private static final int FIRST_WITH_IMAGES = 17;
    private static final int FIRST_WITH_SPLIT = 21;

    static ChangeOptions of(Call call, Settings settings) {
        if (settings.topology() == Topology.STANDALONE) {
            throw new CommandFailure(
                    40573, "Location40573", "The $changeStream stage is only supported on replica sets");
        }
        BsonArray pipeline = call.body().getArray("pipeline");
        BsonDocument stage = decoded(pipeline.getFirst()).getDocument("$changeStream");
        if (stage.keySet().stream().filter(STARTS::contains).count() > 1) {
            throw new CommandFailure(
                    40674, "Location40674", "Only one type of resume option is allowed, but multiple were found.");
        }
        if (settings.cosmos() != null) {
            CosmosFeed.check(call, stage, pipeline);
        }
        String fullDocument = choice(stage, "fullDocument", "default", settings);
        String before = choice(stage, "fullDocumentBeforeChange", "off", settings);
        List<BsonDocument> stages = new ArrayList<>();
        boolean splits = false;
        for (int i = 1; i < pipeline.size(); i++) {
            BsonDocument each = decoded(pipeline.get(i));
            String name = each.getFirstKey();
            boolean split = name.equals(SPLIT) && settings.maxWireVersion() >= FIRST_WITH_SPLIT;
            if (split && i == pipeline.size() - 1) {
                splits = true;
            } else if (ALLOWED.contains(name)) {
                stages.add(each);
            } else {
                throw ErrorCode.UNKNOWN_STAGE.failure("Unrecognized pipeline stage name: '" + name + "'");
            }
        }
        return new ChangeOptions(scope(call, stage), fullDocument, before, stage, stages, splits);
    }

    private static ChangeScope scope(Call call, BsonDocument stage) {
        boolean onCollection = call.body().get("aggregate").isString();
        if (stage.containsKey("allChangesForCluster")
                && Expression.isTrue(stage.get("allChangesForCluster"))
                && call.database().equals("admin")
                && !onCollection) {
            return new ChangeScope(null, null);
        }
        String collection = onCollection ? call.collection() : null;
        if (History.isInternal(call.database(), collection == null ? "" : collection)) {
            throw ErrorCode.INVALID_NAMESPACE.failure("$changeStream may not be opened on the internal "
                    + (onCollection ? call.namespace() + " collection" : call.database() + " database"));
        }
        return new ChangeScope(call.database(), collection);
    }

    private static String choice(BsonDocument stage, String field, String usual, Settings settings) {
        String chosen = stage.getString(field, new BsonString(usual)).getValue();
        boolean known =
                switch (chosen) {
                    case "default", "updateLookup" -> field.equals("fullDocument");
                    case "off" ->
                        field.equals("fullDocumentBeforeChange")
                                && (!stage.containsKey(field) || settings.maxWireVersion() >= FIRST_WITH_IMAGES);
                    case "whenAvailable", "required" -> settings.maxWireVersion() >= FIRST_WITH_IMAGES;
                    default -> false;
                };
        if (!known) {
            throw ErrorCode.BAD_VALUE.failure(
                    "Enumeration value '" + chosen + "' for field '$changeStream." + field + "' is not a valid value.");
        }
        return chosen;
    }

    private static BsonDocument decoded(BsonValue value) {
        return RawBson.decode(RawBson.encode(value.asDocument()));
    }
}
