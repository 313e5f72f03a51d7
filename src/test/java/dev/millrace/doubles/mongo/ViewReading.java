package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/** Turns a find on a view into the aggregation that the server runs instead. */
final class ViewReading {
    private ViewReading() {}

    static List<byte[]> find(View view, Call call, Function<List<BsonDocument>, List<byte[]>> run, long most) {
        for (String option : List.of("min", "max", "returnKey", "showRecordId")) {
            if (!call.document(option).isEmpty()) {
                throw ErrorCode.INVALID_PIPELINE_OPERATOR.failure("Option " + option + " not supported in aggregation");
            }
        }
        BsonDocument sort = call.document("sort");
        if (sort.containsKey("$natural")) {
            throw ErrorCode.INVALID_PIPELINE_OPERATOR.failure(
                    "Sort option $natural not supported in aggregation, which a find on a view is");
        }
        List<BsonDocument> stages = new ArrayList<>(view.pipeline());
        stages.add(new BsonDocument("$match", call.document("filter")));
        if (!sort.isEmpty()) {
            stages.add(new BsonDocument("$sort", sort));
        }
        stages.add(new BsonDocument("$limit", new BsonInt64(most)));
        return run.apply(stages);
    }
}
