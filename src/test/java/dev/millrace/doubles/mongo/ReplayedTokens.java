package dev.millrace.doubles.mongo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** Which token and time of the double stands for which one of a recorded change stream. */
final class ReplayedTokens {
    private final Map<String, String> tokens = new HashMap<>();
    private final Map<BsonTimestamp, BsonTimestamp> times = new HashMap<>();

    /** Pairs the tokens of two replies; says where one has another form than the recorded one. */
    List<String> learn(BsonDocument recorded, BsonDocument answered) {
        List<String> differences = new ArrayList<>();
        if (!recorded.isDocument("cursor") || !answered.isDocument("cursor")) {
            return differences;
        }
        BsonArray theirs = batch(recorded);
        BsonArray ours = batch(answered);
        for (int i = 0; i < Math.min(theirs.size(), ours.size()); i++) {
            BsonDocument their = theirs.get(i).asDocument();
            BsonDocument our = ours.get(i).asDocument();
            if (their.containsKey("clusterTime")) {
                times.put(their.getTimestamp("clusterTime"), our.getTimestamp("clusterTime"));
                pair(their, our, "_id", differences);
            }
        }
        if (recorded.getDocument("cursor").containsKey("postBatchResumeToken")) {
            pair(recorded.getDocument("cursor"), answered.getDocument("cursor"), "postBatchResumeToken", differences);
        }
        return differences;
    }

    private static BsonArray batch(BsonDocument reply) {
        BsonDocument cursor = reply.getDocument("cursor");
        return cursor.getArray(cursor.containsKey("nextBatch") ? "nextBatch" : "firstBatch");
    }

    private void pair(BsonDocument their, BsonDocument our, String field, List<String> differences) {
        String theirs = their.getDocument(field).getString("_data").getValue();
        String ours = our.getDocument(field).getString("_data").getValue();
        tokens.put(theirs, ours);
        if (!form(theirs).equals(form(ours))) {
            differences.add(field + ": the token " + ours + " has not the form of " + theirs);
        }
    }

    /** The token without its time and its collection's UUID. */
    private static String form(String token) {
        return token.substring(18).replaceAll("(?<=5A1004)[0-9A-F]{32}", "");
    }

    String translated(String text) {
        String translated = text;
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            translated = translated.replace(token.getKey(), token.getValue());
        }
        return translated;
    }

    BsonTimestamp translated(BsonTimestamp time) {
        return times.getOrDefault(time, time);
    }
}
