package dev.millrace.observe;

import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** An event as a line of the log: its name, then its fields as key=value. */
final class LogLine {

    private LogLine() {}

    static String of(BsonDocument fields) {
        String name = fields.getString("event").getValue();
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("event"))
                .map(field -> field.getKey() + "="
                        + (field.getValue() instanceof BsonString string
                                ? quoted(string.getValue())
                                : plain(field.getValue())))
                .collect(Collectors.joining(" ", name + " ", ""));
    }

    private static String plain(BsonValue value) {
        return value.isBoolean()
                ? String.valueOf(value.asBoolean().getValue())
                : value.isDouble()
                        ? String.valueOf(Math.round(value.asDouble().getValue()))
                        : String.valueOf(value.asNumber().longValue());
    }

    private static String quoted(String text) {
        return text.matches("\\S+") ? text : "\"" + text.replace("\"", "'") + "\"";
    }
}
