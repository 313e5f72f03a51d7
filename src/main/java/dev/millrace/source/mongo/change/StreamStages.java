package dev.millrace.source.mongo.change;

import dev.millrace.model.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Sees to it that a user's stages leave an event that can be told and gone on from. Source: MongoDB's manual, "Modify Change Stream Output". */
final class StreamStages {

    private static final Set<String> POSSIBLE =
            Set.of("$match", "$project", "$addFields", "$set", "$unset", "$replaceRoot", "$replaceWith", "$redact");

    private static final String TOKEN = "_id";

    /** The resume token, and what says which document of which collection has changed how. */
    private static final List<String> NEEDED = List.of(TOKEN, "operationType", "ns", "documentKey");

    private StreamStages() {}

    static void check(List<BsonDocument> pipeline) {
        pipeline.forEach(StreamStages::check);
    }

    private static void check(BsonDocument stage) {
        if (stage.size() != 1 || !POSSIBLE.contains(stage.getFirstKey())) {
            String name = stage.isEmpty() ? "{}" : stage.getFirstKey();
            throw MillraceException.usage(
                    "the pipeline's stage " + name + " is not possible in a change stream",
                    "use one name a stage, of "
                            + String.join(", ", POSSIBLE.stream().sorted().toList()));
        }
        Map.Entry<String, BsonValue> only = stage.entrySet().iterator().next();
        BsonValue value = only.getValue();
        switch (only.getKey()) {
            case "$project" -> checkProjection(value.asDocument());
            case "$addFields", "$set" -> value.asDocument().keySet().forEach(StreamStages::refuseToken);
            case "$unset" ->
                (value.isArray() ? value.asArray() : new BsonArray(List.of(value)))
                        .forEach(name -> refuse(name.asString().getValue()));
            default -> {}
        }
    }

    private static void checkProjection(BsonDocument fields) {
        boolean keepsOnlyNamed = fields.entrySet().stream()
                .anyMatch(field -> !field.getKey().equals(TOKEN) && !isRemoval(field.getValue()));
        fields.forEach((name, value) -> {
            if (isRemoval(value)) {
                refuse(name);
            } else if (!isMention(value)) {
                refuseToken(name);
            }
        });
        if (keepsOnlyNamed) {
            NEEDED.stream()
                    .filter(name -> !name.equals(TOKEN) && !fields.containsKey(name))
                    .forEach(StreamStages::refuse);
        }
    }

    private static boolean isRemoval(BsonValue value) {
        return (value.isBoolean() && !value.asBoolean().getValue())
                || (value.isNumber() && value.asNumber().doubleValue() == 0);
    }

    private static boolean isMention(BsonValue value) {
        return value.isBoolean() || value.isNumber();
    }

    private static void refuse(String path) {
        String field = first(path);
        if (NEEDED.contains(field)) {
            throw MillraceException.usage(
                    "the pipeline removes " + path + " from the events",
                    field.equals(TOKEN)
                            ? "leave _id as it is: it is the resume token, without which a stream cannot go on"
                            : "keep " + String.join(", ", NEEDED) + ", which every event needs");
        }
    }

    private static void refuseToken(String path) {
        if (first(path).equals(TOKEN)) {
            throw MillraceException.usage(
                    "the pipeline changes _id of the events",
                    "leave _id as it is: it is the resume token, without which a stream cannot go on");
        }
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }
}
