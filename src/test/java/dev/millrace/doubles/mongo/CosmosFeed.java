package dev.millrace.doubles.mongo;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** The change feed of Cosmos DB: one collection, one form of pipeline, always with the document. */
final class CosmosFeed {
    private static final int NOT_SUPPORTED = 115;
    private static final BsonDocument FIELDS =
            BsonDocument.parse("{$project: {_id: 1, fullDocument: 1, ns: 1, documentKey: 1}}");

    private CosmosFeed() {}

    static void check(Call call, BsonDocument stage, BsonArray pipeline) {
        boolean fits = call.body().get("aggregate").isString()
                && !stage.containsKey("startAfter")
                && new BsonString("updateLookup").equals(stage.get("fullDocument"))
                && pipeline.size() == 3
                && pipeline.get(1).asDocument().containsKey("$match")
                && ShellText.of(pipeline.get(1))
                        .contains("operationType: { $in: [ \"insert\", \"update\", \"replace\" ] }")
                && FIELDS.equals(RawBson.decode(RawBson.encode(pipeline.get(2).asDocument())));
        if (!fits) {
            throw new CommandFailure(
                    NOT_SUPPORTED, "CommandNotSupported", "Change stream pipelines of this form are not supported");
        }
    }
}
