package dev.millrace.cli;

import dev.millrace.job.IndexResult;
import dev.millrace.model.CollectionInfo;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Shows indexes, and what came of them. */
final class IndexTable {

    /** What stands in columns of its own, or says nothing to people. */
    private static final Set<String> NOT_OPTIONS =
            Set.of("v", "ns", "key", "name", "textIndexVersion", "2dsphereIndexVersion", "background");

    private static final int COLUMNS = 4;

    private IndexTable() {}

    static void print(List<CollectionInfo> collections, boolean json, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("collection", "index", "fields", "options"));
        for (CollectionInfo collection : collections) {
            String namespace = collection.namespace().toString();
            for (BsonDocument index : indexes(collection)) {
                if (json) {
                    out.println(new BsonDocument("namespace", new BsonString(namespace))
                            .append("index", index)
                            .toJson());
                }
                rows.add(List.of(namespace, name(index), fields(index), options(index)));
            }
        }
        if (!json) {
            print(rows, out);
        }
        out.flush();
    }

    private static void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[COLUMNS];
        for (List<String> row : rows) {
            for (int i = 0; i < COLUMNS; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < COLUMNS; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    static String count(List<CollectionInfo> collections) {
        int count = collections.stream()
                .mapToInt(collection -> indexes(collection).size())
                .sum();
        return count == 1 ? "1 index" : count + " indexes";
    }

    static void print(IndexResult result, boolean json, PrintWriter out) {
        if (json) {
            out.println(new BsonDocument("missing", array(result.missing()))
                    .append("built", array(result.built()))
                    .append("present", array(result.present()))
                    .append("notes", array(result.notes()))
                    .append("problems", array(result.problems()))
                    .toJson());
        } else {
            lines("would build", result.missing(), out);
            lines("built", result.built(), out);
            lines("there", result.present(), out);
            lines("note", result.notes(), out);
            lines("problem", result.problems(), out);
        }
        out.flush();
    }

    private static void lines(String what, List<String> texts, PrintWriter out) {
        texts.forEach(text -> out.println(String.format("%-11s  %s", what, text)));
    }

    private static BsonArray array(List<String> texts) {
        return new BsonArray(texts.stream().map(BsonString::new).toList());
    }

    private static List<BsonDocument> indexes(CollectionInfo collection) {
        return collection.metadata().getArray("indexes", new BsonArray()).stream()
                .filter(BsonValue::isDocument)
                .map(BsonValue::asDocument)
                .toList();
    }

    private static String name(BsonDocument index) {
        return index.getString("name", new BsonString("")).getValue();
    }

    private static String fields(BsonDocument index) {
        return index.getDocument("key", new BsonDocument()).entrySet().stream()
                .map(field -> field.getKey() + " " + text(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String options(BsonDocument index) {
        return index.entrySet().stream()
                .filter(option -> !NOT_OPTIONS.contains(option.getKey()))
                .map(option -> text(option.getValue()).equals("true")
                        ? option.getKey()
                        : option.getKey() + " " + text(option.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(BsonValue value) {
        if (value.isString()) {
            return value.asString().getValue();
        }
        if (value.isNumber()) {
            double number = value.asNumber().doubleValue();
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
        return value.isDocument()
                ? value.asDocument().toJson()
                : value.isBoolean() ? Boolean.toString(value.asBoolean().getValue()) : value.toString();
    }
}
